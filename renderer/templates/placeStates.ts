import type { TemplateBinding, TemplateBindings, TemplateProposals } from '../../shared/templates/templateBindings.ts';
import type { TemplateContent, TemplatePlace, TemplateRows } from '../../shared/templates/templateModel.ts';
import { rowGroups, rowSources, type TemplateSource, templateSources } from '../../shared/templates/templateSources.ts';
import { ownFormRegister } from './ownFormRegister.ts';

/** Something that the clerk decides about: a place, or rows. */
export type Decidable =
  | { readonly kind: 'place'; readonly address: string; readonly place: TemplatePlace }
  | { readonly kind: 'rows'; readonly address: string; readonly rows: TemplateRows };

/** How far a decision is; what the program only supposes is to be looked at. The word stands beside the colour. */
export const placeStates = {
  undecided: '未定',
  check: '请核对',
  decided: '已定',
  pen: '留空手填',
} as const;
export type PlaceState = keyof typeof placeStates;

/** Everything to decide in the order of the form; rows stand before the places in them. */
export function decidables({ places, rows }: TemplateContent): Decidable[] {
  const known = new Set<string>();
  const listed = places.flatMap((place): Decidable[] => {
    const own: Decidable = { kind: 'place', address: place.address, place };
    const around = place.rows === null || known.has(place.rows) ? undefined : findRows(rows, place.rows);
    if (around === undefined) return [own];
    known.add(around.address);
    return [{ kind: 'rows', address: around.address, rows: around }, own];
  });
  const alone = rows.filter(({ address }) => !known.has(address));
  return [...listed, ...alone.map((each): Decidable => ({ kind: 'rows', address: each.address, rows: each }))];
}

function findRows(rows: readonly TemplateRows[], address: string): TemplateRows | undefined {
  return rows.find((each) => each.address === address);
}

/** What is decided about a form, and what the program would decide. */
export interface Decisions {
  readonly bindings: TemplateBindings;
  readonly proposals: TemplateProposals;
}

/** How far the decision about something is. */
export function placeState(what: Decidable, { bindings, proposals }: Decisions): PlaceState {
  // Rows that are left for the pen are so with all their columns.
  const around = what.kind === 'place' && what.place.rows !== null ? bindings[what.place.rows] : undefined;
  const binding = around?.kind === 'pen' ? around : bindings[what.address];
  if (binding !== undefined) return binding.kind === 'pen' ? 'pen' : 'decided';
  return proposals[what.address] === undefined ? 'undecided' : 'check';
}

/** What a place can be filled with: in rows, what their group holds; a date gap takes days, boxes take choices. */
export function sourcesFor(place: TemplatePlace, bindings: TemplateBindings): readonly TemplateSource[] {
  const all = allSources(place, place.rows === null ? undefined : bindings[place.rows]);
  if (place.kind === 'date') return all.filter(({ type }) => type === 'date');
  return place.kind === 'ticks' ? all.filter(({ type }) => type === 'choice') : all;
}

function allSources(place: TemplatePlace, rows: TemplateBinding | undefined): readonly TemplateSource[] {
  if (place.rows === null) return templateSources(ownFormRegister);
  return rows?.kind === 'rows' ? (rowSources(ownFormRegister, rows.group) ?? []) : [];
}

/** What something is decided, or supposed, to show, in words: 姓名, “示范村”, 留空手填. */
export function decisionInWords(what: Decidable, decisions: Decisions): string {
  const state = placeState(what, decisions);
  if (state === 'pen' || state === 'undecided') return placeStates[state];
  const binding = decisions.bindings[what.address] ?? decisions.proposals[what.address]?.binding;
  return binding === undefined ? placeStates.undecided : bindingInWords(what, binding, decisions);
}

/** A decision about something in words. */
export function bindingInWords(what: Decidable, binding: TemplateBinding, { bindings, proposals }: Decisions): string {
  switch (binding.kind) {
    case 'pen':
      return placeStates.pen;
    case 'text':
      return `“${binding.text}”`;
    case 'rows':
      return rowGroups(ownFormRegister).find(({ key }) => key === binding.group)?.label ?? placeStates.undecided;
    case 'source': {
      if (what.kind === 'rows') return placeStates.undecided;
      const { rows } = what.place;
      const around = rows === null ? undefined : (bindings[rows] ?? proposals[rows]?.binding);
      const source = allSources(what.place, around).find(({ key }) => key === binding.source);
      return source?.label ?? '这个项目已经没有了，请重选';
    }
  }
}

/** What the form calls a place, with the block that it belongs to: 监护人情况 姓名. */
export function nameOf(what: Decidable): string {
  if (what.kind === 'rows') return `${what.rows.section || '表格'}下面的${what.rows.count}行`;
  const { section, label, labelAbove } = what.place;
  return [section, label || labelAbove].filter(Boolean).join(' ') || '没有栏目名的空白处';
}

/** What has to be looked at before the form is put to use. */
export function openPlaces(all: readonly Decidable[], decisions: Decisions): Decidable[] {
  return all.filter((what) => ['undecided', 'check'].includes(placeState(what, decisions)));
}
