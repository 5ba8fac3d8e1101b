import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { momentInWords } from '../../../renderer/components/momentInWords.ts';
import { everyPrint } from '../../../renderer/prints/printQueries.ts';
import type { MethodInput, MethodOutput } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/contract/result.ts';
import { child } from '../../../shared/registers/child.ts';
import { startTestApp, type TestApp, testDay, testUser } from '../../testApp.ts';
import { idNumberOf } from '../import/importDesk.ts';

const [numberA, numberB] = ['439981201503070016', '439981201503070024'];

let testApp: TestApp;
let now: Date;
/** Two children; the first has file number and ID number. */
let ids: string[];
beforeEach(async () => {
  now = testDay;
  testApp = await startTestApp({ now: () => now });
  await testApp.setUp();
  ids = [];
  await create({ name: '丁一', id_number: numberA });
  await create({ name: '王二', id_number: numberB });
});
afterEach(() => testApp.close());

async function create(given: { name: string; id_number: string }): Promise<void> {
  const fields = { ...child.sample.fields, ...given, birth_date: '2015-03-07' };
  const values = JSON.parse(JSON.stringify({ fields, rows: {} })) as MethodInput<'register.save'>['values'];
  ids.push((await testApp.value('register.save', { register: 'child', id: null, version: null, values })).id);
}

/** Goes on at another time; the desk has locked itself meanwhile. */
async function comeBack(moment: string): Promise<void> {
  now = new Date(moment);
  testApp = await testApp.restart();
  await testApp.value('session.unlock', testUser);
}

const opened = (form: string, more: Partial<MethodInput<'sheet.open'>> = {}) =>
  testApp.value('sheet.open', { form, selection: { ids }, ...more });

async function printed(ticket: string): Promise<string[]> {
  const html = await (await testApp.app.fetch(new Request(`https://hulei.invalid/print/${ticket}`))).text();
  return html.split('<section').slice(1);
}

async function listed(filter: Partial<MethodInput<'print.list'>> = {}): Promise<MethodOutput<'print.list'>['prints']> {
  return (await testApp.value('print.list', { ...everyPrint, ...filter, offset: 0 })).prints;
}

async function find(text: string) {
  const { found } = await testApp.value('print.find', { text });
  if (!found) throw new Error(`${text} is not found`);
  return found;
}

describe('a print', () => {
  test('is entered with all that is known before it goes out, and each page says so at its foot', async () => {
    const { ticket, pages } = await opened('F01');
    expect((await printed(ticket)).every((page) => page.includes('预览') && !page.includes('编号 2026'))).toBe(true);
    const answer = await testApp.value('sheet.print', { ticket, copies: 2 });
    expect(answer.print?.serial).toBe('2026-000001');
    const [fact] = await listed();
    expect(fact).toMatchObject({
      serial: '2026-000001',
      form: 'F01',
      way: 'paper',
      records: 2,
      pages,
      copies: 2,
      numbers: 'full',
      by: testUser.user,
      at: testDay.toISOString(),
      outcome: null,
    });
    const onPaper = await printed(answer.ticket);
    expect(onPaper).toHaveLength(pages * 2);
    onPaper.forEach((page, index) => {
      const [copy, place] = [Math.floor(index / pages) + 1, (index % pages) + 1];
      expect(page).toContain(
        `编号 2026-000001　第${copy}份共2份　打印人 ${testUser.user}　${momentInWords(testDay.toISOString())}　校验码 ${fact?.code}　第${place}页共${pages}页`,
      );
      expect(page).not.toContain('预览');
    });
  });

  test('gets a number of its own however many go out at once, without a gap', async () => {
    const tickets = await Promise.all([opened('F01'), opened('F08'), opened('F01')]);
    const ways = ['sheet.print', 'sheet.savePdf', 'sheet.print'] as const;
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        testApp.value(ways[index % 3] ?? 'sheet.print', { ticket: tickets[index % 3]?.ticket ?? '' }),
      ),
    );
    const serials = (await listed()).map(({ serial }) => serial).toSorted();
    expect(serials).toEqual(Array.from({ length: 30 }, (_, index) => `2026-${String(index + 1).padStart(6, '0')}`));
  });

  test('begins again at 1 in another year, and after a restart goes on', async () => {
    await testApp.value('sheet.print', { ticket: (await opened('F01')).ticket });
    await comeBack('2027-01-02T09:00:00+08:00');
    for (const serial of ['2027-000001', '2027-000002']) {
      const { ticket } = await opened('F01');
      expect((await testApp.value('sheet.print', { ticket })).print?.serial).toBe(serial);
      await comeBack('2027-01-02T10:00:00+08:00');
    }
    expect((await listed()).map(({ serial }) => serial)).toEqual(['2027-000002', '2027-000001', '2026-000001']);
  });

  test('is told apart from what the clerk saw come out, and may be told again', async () => {
    const { ticket } = await opened('F01');
    const { print } = await testApp.value('sheet.print', { ticket });
    expect(await listed({ untold: true })).toHaveLength(1);
    now = new Date(testDay.getTime() + 60_000);
    for (const outcome of ['partly', 'printed'] as const) {
      await testApp.value('print.tell', { print: print?.id ?? '', outcome });
      expect(await listed()).toMatchObject([{ outcome, outcomeAt: now.toISOString(), outcomeBy: testUser.user }]);
    }
    expect(await listed({ untold: true })).toEqual([]);
    // Once more is never held back, and is another print.
    expect((await testApp.value('sheet.print', { ticket })).print?.serial).toBe('2026-000002');
  });

  test('of more pages than can go out at once is refused and not entered', async () => {
    const { ticket } = await testApp.value('sheet.openBlank', { form: 'F01', copies: 200 });
    expect((await testApp.value('sheet.print', { ticket, copies: 20 })).print).toBeNull();
    expect(await testApp.call('sheet.print', { ticket, copies: 21 })).toMatchObject({ ok: false });
    expect(await listed()).toEqual([]);
  });

  test('of blank forms is no fact and carries no foot', async () => {
    const { ticket } = await testApp.value('sheet.openBlank', { form: 'F01', copies: 2 });
    const answer = await testApp.value('sheet.print', { ticket });
    expect(answer).toEqual({ ticket, print: null });
    expect((await printed(ticket)).some((page) => page.includes('预览') || page.includes('校验码'))).toBe(false);
    expect(await testApp.value('sheet.savePdf', { ticket })).toMatchObject({ serial: null });
    expect(await listed()).toEqual([]);
  });
});

describe('paper about many people', () => {
  test('goes out with purpose, receiver and a second person only, as a file does', async () => {
    for (let index = 1; index < 50; index += 1) {
      await create({ name: '丁某', id_number: idNumberOf(`43998120150307${String(100 + index)}`) });
    }
    const { ticket, records } = await opened('F08', { selection: { ids } });
    expect(records).toBe(51);
    expect(await testApp.call('sheet.print', { ticket, copies: 1 })).toMatchObject({
      ok: false,
      error: { code: 'conflict', message: expect.stringContaining('超过50人') },
    });
    expect(await listed()).toEqual([]);
    const permit = await testApp.permit({ method: 'sheet.print', ticket, copies: 1 }, records);
    await testApp.value('sheet.print', { ticket, copies: 1, permit });
    expect(await listed()).toMatchObject([{ way: 'paper', records, file: { approver: testUser.user, alone: true } }]);
  });
});

describe('ID numbers', () => {
  test('stand in full on an official sheet, or six and four digits of them by choice', async () => {
    const full = await opened('F01');
    expect(full).toMatchObject({ numbers: 'full', numbersChosen: true, reasonNeeded: false });
    expect((await printed(full.ticket)).join('')).toContain(numberA);
    const masked = await opened('F01', { printing: { numbers: 'masked', categories: 'codes' } });
    const html = (await printed(masked.ticket)).join('');
    expect(html).toContain('439981********0016');
    expect(html).not.toContain(numberA);
    await testApp.value('sheet.print', { ticket: masked.ticket });
    expect(await listed()).toMatchObject([{ numbers: 'masked' }]);
  });

  test('stand in full on a register only with a reason, which is entered', async () => {
    const { ticket, reasonNeeded } = await opened('F08', { printing: { numbers: 'full', categories: 'codes' } });
    expect(reasonNeeded).toBe(true);
    expect(await testApp.call('sheet.print', { ticket, reason: ' ' })).toEqual({
      ok: false,
      error: {
        code: 'invalid',
        message: '名册上印出完整身份证号，请写明原因',
        fields: { reason: '名册上印出完整身份证号，请写明原因' },
      },
    });
    expect(await listed()).toEqual([]);
    await testApp.value('sheet.print', { ticket, reason: '报县民政局核对' });
    expect(await listed()).toMatchObject([{ numbers: 'full', reason: '报县民政局核对', records: 2, form: 'F08' }]);
    expect(await testApp.call('sheet.print', { ticket, reason: '因'.repeat(61) })).toMatchObject({
      ok: false,
      error: { fields: { reason: '原因不能超过60字，现有61字，请缩短' } },
    });
  });
});

describe('a saved file', () => {
  test('is one PDF of all, entered as saved', async () => {
    const { ticket } = await opened('F01');
    const { path, serial } = await testApp.value('sheet.savePdf', { ticket });
    expect(path).toContain('失亲排查表-2份-20261121.pdf');
    expect(serial).toBe('2026-000001');
    expect(await listed()).toMatchObject([{ way: 'pdf', outcome: 'saved' }]);
  });

  test('that the user does not save, or that fails, keeps its number and is entered as not saved', async () => {
    const { ticket } = await opened('F01');
    testApp.failures.saveFile = 'cancelled';
    expect(await testApp.value('sheet.savePdf', { ticket })).toEqual({ path: null, serial: '2026-000001' });
    testApp.failures.pageToPdf = new Error('the browser died');
    expect(await testApp.call('sheet.savePdf', { ticket })).toMatchObject({ ok: false });
    expect(await listed()).toMatchObject([{ outcome: 'notSaved' }, { outcome: 'notSaved' }]);
  });

  test('for each record stands in one new folder, named by form, place and file number, never by a person', async () => {
    const { ticket, each } = await opened('F01');
    expect(each).toBe(true);
    const saved = await testApp.value('sheet.savePdfEach', { ticket });
    expect(saved).toMatchObject({ files: 2, serial: '2026-000001' });
    const numbers = await Promise.all(
      ids.map(async (id) => (await testApp.value('register.get', { register: 'child', id })).values.fields.file_number),
    );
    const names = numbers.map((number, index) => `失亲排查表-00${index + 1}-${number}.pdf`);
    expect([...testApp.saved.keys()]).toEqual(names);
    expect(testApp.hostCalls.filter((call) => call.startsWith('createFolder'))).toEqual([
      'createFolder 失亲排查表-2份-20261121',
    ]);
    expect(await listed()).toMatchObject([{ way: 'pdfEach', outcome: 'saved', records: 2 }]);
  });

  test('for each record can be stopped, and nothing of it stays', async () => {
    const { ticket } = await opened('F01');
    const job = crypto.randomUUID();
    const saving = testApp.call('sheet.savePdfEach', { ticket, job });
    await testApp.value('job.cancel', { job });
    expect(await saving).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(testApp.hostCalls.filter((call) => call.startsWith('saveInFolder')).length).toBeLessThan(2);
    expect(testApp.hostCalls.at(-1)).toBe('discardFolder');
    expect(await listed()).toMatchObject([{ outcome: 'notSaved' }]);
  });

  test('for each record says why it failed, though its folder cannot be discarded either', async () => {
    const { ticket } = await opened('F01');
    testApp.failures.saveInFolder = new AppError('full', '磁盘已满，请清理后再保存');
    testApp.failures.discardFolder = new Error('EBUSY');
    expect(await testApp.call('sheet.savePdfEach', { ticket })).toMatchObject({
      ok: false,
      error: { code: 'full', message: '磁盘已满，请清理后再保存' },
    });
    expect(await listed()).toMatchObject([{ outcome: 'notSaved' }]);
  });

  test('is told by the program, not by the clerk', async () => {
    const { ticket } = await opened('F01');
    await testApp.value('sheet.savePdf', { ticket });
    const [fact] = await listed();
    expect(await testApp.call('print.tell', { print: fact?.id ?? '', outcome: 'notPrinted' })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
  });
});

describe('the register of prints', () => {
  test('finds a paper by number or code, as clerks copy them, and says whose it was', async () => {
    const { ticket } = await opened('F01', { selection: { ids: ids.slice(0, 1) } });
    await testApp.value('sheet.print', { ticket });
    const [fact] = await listed();
    const code = fact?.code ?? '';
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/u);
    const misread = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    for (const text of [
      '2026-000001',
      '2026-1',
      '２０２６－０００００１',
      '2026 000001',
      code,
      misread,
      ` ${code.slice(0, 4)} ${code.slice(4)} `,
    ]) {
      expect(await find(text)).toEqual({
        print: fact,
        genuine: true,
        records: [{ register: 'child', id: ids[0], name: '丁一', kept: true }],
      });
    }
    for (const text of ['', '2026-000002', '2025-000001', '丁一', '%', 'U'.repeat(8)]) {
      expect(await testApp.value('print.find', { text })).toEqual({ found: null });
    }
  });

  test('is narrowed by form, person, days and record', async () => {
    await testApp.value('sheet.print', {
      ticket: (await opened('F01', { selection: { ids: ids.slice(0, 1) } })).ticket,
    });
    await comeBack('2026-11-23T09:00:00+08:00');
    await testApp.value('sheet.print', { ticket: (await opened('F08')).ticket });
    const serials = async (filter: Partial<MethodInput<'print.list'>>) =>
      (await listed(filter)).map(({ serial }) => serial.slice(-1)).join('');
    expect(await serials({})).toBe('21');
    expect(await serials({ forms: ['F01'] })).toBe('1');
    expect(await serials({ people: [testUser.user] })).toBe('21');
    expect(await serials({ people: ['别人'] })).toBe('');
    expect(await serials({ from: '2026-11-22' })).toBe('2');
    expect(await serials({ to: '2026-11-21' })).toBe('1');
    expect(await serials({ record: { register: 'child', id: ids[0] ?? '' } })).toBe('21');
    expect(await serials({ record: { register: 'child', id: ids[1] ?? '' } })).toBe('2');
    const { forms, people } = await testApp.value('print.choices', {});
    expect(forms.map(({ form }) => form)).toEqual(['F01', 'F08']);
    expect(people).toEqual([testUser.user]);
  });

  test('follows a child into the one it is merged with, and back', async () => {
    const [keep = '', drop = ''] = ids;
    await testApp.value('sheet.print', { ticket: (await opened('F01')).ticket });
    await testApp.value('sheet.print', { ticket: (await opened('F01', { selection: { ids: [drop] } })).ticket });
    const of = async (id: string) =>
      (await listed({ record: { register: 'child', id } })).map(({ serial }) => serial.slice(-1)).join('');
    expect([await of(keep), await of(drop)]).toEqual(['1', '21']);
    const { values } = await testApp.value('register.get', { register: 'child', id: keep });
    const { batch } = await testApp.value('duplicate.merge', {
      register: 'child',
      keep: { id: keep, version: 1 },
      drop: { id: drop, version: 1 },
      values,
    });
    expect([await of(keep), await of(drop)]).toEqual(['21', '1']);
    await testApp.value('batch.undo', { register: 'child', batch });
    expect([await of(keep), await of(drop)]).toEqual(['1', '21']);
  });

  test('keeps its entries when a child is destroyed, and names nobody any more', async () => {
    const [id = ''] = ids;
    await testApp.value('sheet.print', { ticket: (await opened('F01', { selection: { ids: [id] } })).ticket });
    const chosen = { register: 'child', reason: '不属于本镇' };
    await testApp.value('recycle.remove', { ...chosen, selection: { ids: [id] } });
    expect((await find('2026-000001')).records).toEqual([{ register: 'child', id, name: '丁一', kept: false }]);
    await testApp.value('recycle.destroy', { ...chosen, ids: [id], word: '销毁' });
    const found = await find('2026-000001');
    expect(found).toMatchObject({ genuine: true, records: [{ register: 'child', id, name: '', kept: false }] });
    expect(JSON.stringify(found)).not.toContain('丁一');
  });
});

test('screening prints what was filed, unchanged but for the foot, and enters it', async () => {
  const village = (await testApp.value('register.get', { register: 'child', id: ids[0] ?? '' })).values.fields.village;
  const { round } = await testApp.value('screening.open', { month: '2026-11', village: String(village) });
  await testApp.value('screening.mark', { round, records: ids, mark: { kind: 'seen' } });
  const { counts } = await testApp.value('screening.round', { round });
  await testApp.value('screening.file', { round, counts, notSeenReason: null });
  const filed = await testApp.value('screening.printSheets', { round });
  expect(filed).toMatchObject({ records: 2, numbersChosen: false, each: true });
  const { ticket } = await testApp.value('sheet.print', { ticket: filed.ticket });
  const withoutFoot = (pages: string[]) => pages.map((page) => page.replace(/<p [^>]*>(?:编号|预览)[^<]*<\/p>/u, ''));
  const strip = (pages: string[]) => withoutFoot(pages).map((page) => page.replace(/class="[^"]*"/gu, ''));
  expect(strip(await printed(ticket))).toEqual(strip(await printed(filed.ticket)));
  expect((await listed({ record: { register: 'child', id: ids[1] ?? '' } })).map(({ form }) => form)).toEqual(['F01']);
  const month = await testApp.value('screening.printMonth', { month: '2026-11' });
  await testApp.value('sheet.print', { ticket: month.ticket });
  expect(await listed()).toMatchObject([
    { form: 'SCREENING', numbers: 'none' },
    { form: 'F01', numbers: 'full' },
  ]);
});

test('pages on their way into a file stay there while others go to paper', async () => {
  const statuses: number[] = [];
  let meanwhile = async (): Promise<void> => undefined;
  const printer = await startTestApp({
    pageToPdf: async (path, app) => {
      await meanwhile();
      const served = await app.fetch(new Request(`https://hulei.invalid${path}`));
      statuses.push(served.status);
      return served.bytes();
    },
  });
  try {
    await printer.setUp();
    const values = JSON.parse(JSON.stringify(child.sample)) as MethodInput<'register.save'>['values'];
    const { id } = await printer.value('register.save', { register: 'child', id: null, version: null, values });
    const { ticket } = await printer.value('sheet.open', { form: 'F01', selection: { ids: [id] } });
    meanwhile = async () => {
      for (let times = 0; times < 4; times += 1) await printer.value('sheet.print', { ticket });
    };
    await printer.value('sheet.savePdf', { ticket });
    expect(statuses).toEqual([200]);
  } finally {
    await printer.close();
  }
});
