import type { RecordShape } from '../../../shared/registers/register.ts';
import type { TemplateBindings } from '../../../shared/templates/templateBindings.ts';
import type { TemplateContent } from '../../../shared/templates/templateModel.ts';
import { recordRows } from '../../../shared/templates/templateSources.ts';
import type { TemplateFilling } from '../../jobs/templateFilling.ts';
import { longTexts } from './longTexts.ts';

/** What to look at before filled forms are handed over, in sentences that name nobody. */
export function fillingNotes(
  content: TemplateContent,
  bindings: TemplateBindings,
  fillings: readonly TemplateFilling[],
  shape: RecordShape,
): string[] {
  const long = longTexts(content, fillings);
  return [
    ...(long.length === 0
      ? []
      : [
          `${Math.max(...long.map(({ forms }) => forms))}份表里有文字比格子长（${long
            .slice(0, 3)
            .map(({ label }) => `“${label}”`)
            .join('')}），打印前请调整行高或字号`,
        ]),
    ...content.rows.flatMap(({ address, count }): string[] => {
      const binding = bindings[address];
      const longer = fillings.filter(({ rows }) => (rows[address]?.length ?? 0) > count).length;
      if (binding?.kind !== 'rows' || longer === 0) return [];
      if (binding.group === recordRows) return ['名册的行不够，已照样式加行，请核对分页'];
      const label = shape.rows[binding.group]?.label ?? '';
      return [`${longer}份表的“${label}”超过${count}行，已照样式加行，请核对分页`];
    }),
    ...content.places.flatMap((place): string[] => {
      if (place.kind !== 'ticks' || place.rows !== null) return [];
      const binding = bindings[place.address];
      if (binding?.kind !== 'source') return [];
      const open = fillings.filter(({ values }) => {
        const value = values[place.address];
        return value?.kind === 'ticks' && value.ticked.length === 0;
      }).length;
      const name = place.label || place.boxes.map(({ text }) => text).join('、');
      return open === 0 ? [] : [`${open}份表的“${name}”没有打勾：台账里没有填，或填的不在这些选项里`];
    }),
  ];
}
