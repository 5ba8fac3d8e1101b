import type { MethodInput, MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import type { FieldContext } from '../../../shared/fields/kinds.ts';
import { F04, fourLacksRows, layoutFourLacks } from '../../../shared/forms/F04.ts';
import type { SheetPage } from '../../../shared/forms/layoutSheet.ts';
import { layoutScreeningSummary, screeningSummary } from '../../../shared/forms/screeningSummary.ts';
import type { Register } from '../../../shared/registers/register.ts';
import { calendarDateOf } from '../../../shared/rules/calendarDate.ts';
import { countFourLacks, noFourLacks } from '../../../shared/rules/fourLacks.ts';
import { monthInWords, monthOf } from '../../../shared/rules/screeningMonth.ts';
import type { ReadableDatabase } from '../../vault/database.ts';
import type { SheetService } from '../sheets/createSheetService.ts';
import { readFourLacks } from '../sheets/readFourLacks.ts';
import { unpackPages } from './filedPages.ts';
import { readFiledPages } from './screeningStore.ts';

/** Opens what screening has on paper: filed sheets, and the summaries of a month. */
export function createScreeningPrints(options: {
  readonly register: Register;
  readonly database: () => ReadableDatabase;
  readonly office: () => OfficeSettings;
  readonly context: () => FieldContext;
  readonly sheets: Pick<SheetService, 'openPages'>;
  /** How the villages stand in a month. */
  readonly month: (input: MethodInput<'screening.month'>) => MethodOutput<'screening.month'>;
}) {
  const { register, sheets } = options;

  /**
   * Opens filed sheets for printing, exactly as they were filed.
   * @throws AppError missing | damaged | newer
   */
  function printSheets(wanted: MethodInput<'screening.printSheets'>): MethodOutput<'screening.printSheets'> {
    const stored = readFiledPages(options.database(), register, wanted);
    const [first] = stored;
    if (!first) throw new AppError('missing', '没有可打印的归档表，请返回后重新选择');
    return sheets.openPages({
      form: first.form,
      title: first.title,
      shortTitle: '归档排查表',
      fileName: `归档排查表${first.form}-${stored.length}份`,
      parts: stored.map(({ record, name, number, ...packed }) => ({
        pages: unpackPages(packed),
        records: [{ register: register.key, id: record }],
        label: number === null ? name : `${name}　${number}`,
        number,
      })),
      // As they were filed: in full.
      numbers: 'full',
      numbersChosen: false,
      isList: false,
    });
  }

  function printMonth(input: MethodInput<'screening.printMonth'>): MethodOutput<'screening.printMonth'> {
    const { county, township } = options.office();
    const { villages } = options.month(input);
    const pages = layoutScreeningSummary(
      input.month,
      villages.map(({ name, state, counts, filedAt }) => ({
        name,
        state,
        counts: state === 'filed' ? counts : null,
        filedOn: filedAt === null ? null : calendarDateOf(new Date(filedAt)),
      })),
      { area: township, unit: `${county}${township}`, today: options.context().today },
    );
    return openSummary(screeningSummary, '排查情况汇总表', input.month, pages, villages.length);
  }

  /**
   * The summary of 四失 of a month: the numbers of each village from the registry, whether its round is filed or not.
   * @throws AppError invalid for a month to come
   */
  function printFourLacks(input: MethodInput<'screening.printFourLacks'>): MethodOutput<'screening.printFourLacks'> {
    const { today } = options.context();
    if (input.month > monthOf(today)) throw new AppError('invalid', '还没到这个月，到了再打印');
    const { county, township, villages } = options.office();
    const counted = countFourLacks(readFourLacks(options.database(), input.month, today));
    const { villagesInReach } = options.context();
    const isReached = (code: string): boolean => villagesInReach?.has(code) ?? true;
    const codes = new Set([...villages.map(({ code }) => code), ...[...counted.keys()].filter(isReached)]);
    const lines = [...codes].map((code) => ({
      village: code === '' ? '未填村（社区）' : options.context().villages.label(code),
      counts: counted.get(code) ?? noFourLacks,
    }));
    const pages = layoutFourLacks(
      { fields: { month: monthInWords(input.month), filled_on: today }, rows: { villages: fourLacksRows(lines) } },
      { area: township, unit: `${county}${township}` },
    );
    return openSummary(F04, '四失排查汇总表', input.month, pages, lines.length);
  }

  /** Opens the pages of a summary of a month, with a line for each village: nobody's record stands on it. */
  function openSummary(
    { key, title }: { readonly key: string; readonly title: string },
    shortTitle: string,
    ofMonth: string,
    pages: readonly SheetPage[],
    count: number,
  ): MethodOutput<'screening.printMonth'> {
    return sheets.openPages({
      form: key,
      title,
      shortTitle,
      fileName: `${shortTitle}${ofMonth}`,
      parts: [{ pages, records: [], label: title, number: null }],
      count,
      numbers: 'none',
      numbersChosen: false,
      isList: true,
    });
  }

  return { printSheets, printMonth, printFourLacks };
}
