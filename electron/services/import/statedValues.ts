import type { FieldContext, FieldValue } from '../../../shared/fields/kinds.ts';
import { checkField } from '../../../shared/registers/checkRecord.ts';
import type { Register } from '../../../shared/registers/register.ts';

/**
 * Values that lines around a table state once for all its rows, such as
 * “填报单位：安宁镇双塘村（盖章）  填表时间：2026年10月26日”. What does not pass the field's own check is not taken.
 */
export function statedValues(
  lines: readonly string[],
  register: Register,
  context: FieldContext,
): Record<string, FieldValue> {
  const labels = [...new Set(Object.values(register.fields).flatMap((field) => field.statedOnce))];
  const pairs = lines.flatMap((line) => labelledParts(line, labels));
  const found: Record<string, FieldValue> = {};
  for (const [key, field] of Object.entries(register.fields)) {
    for (const label of field.statedOnce) {
      const text = pairs.find((pair) => pair.label === label)?.text;
      if (text === undefined || Object.hasOwn(found, key)) continue;
      const value = field.kind.findIn ? field.kind.findIn(text, context) : field.kind.parse(text, context);
      if (value === undefined || value === null || checkField(field, {}, value, context) !== undefined) continue;
      found[key] = value as FieldValue;
    }
  }
  return found;
}

/** Parts of a line that begin with a known label and a colon. A part ends at the next label or at a wide gap. */
function labelledParts(line: string, labels: readonly string[]): { label: string; text: string }[] {
  return labels.flatMap((label) => {
    const spaced = [...label].map((character) => character.replace(/[\\^$.*+?()[\]{}|]/u, '\\$&')).join('\\s*');
    const match = new RegExp(`(?<=^|[\\s,，;；。）)])${spaced}\\s*[:：]\\s*`, 'u').exec(line);
    if (!match) return [];
    const rest = line.slice(match.index + match[0].length);
    const end = /\s{2,}|[；;\n]|(?:^|\s)(?=[^\s:：]{2,10}\s*[:：])/u.exec(rest)?.index ?? rest.length;
    // A seal is asked for behind the unit's name: （盖章）, （公章）.
    const text = rest
      .slice(0, end)
      .replace(/[（(][^（()）]*章[^（()）]*[)）]\s*$/u, '')
      .trim();
    return text === '' ? [] : [{ label, text }];
  });
}
