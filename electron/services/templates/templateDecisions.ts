import type { TemplateHead } from '../../../shared/contract/templateMethods.ts';
import { findField, type Register } from '../../../shared/registers/register.ts';
import { isDecided, purposeOf } from '../../../shared/templates/checkBindings.ts';
import type { TemplateBindings, TemplateProposals } from '../../../shared/templates/templateBindings.ts';
import type { TemplateContent } from '../../../shared/templates/templateModel.ts';

/** Decisions about places that the form has; others are what is left of an older page. */
export function knownBindings(content: TemplateContent, bindings: TemplateBindings): TemplateBindings {
  const addresses = new Set([...content.places, ...content.rows].map(({ address }) => address));
  return Object.fromEntries(Object.entries(bindings).filter(([address]) => addresses.has(address)));
}

/** The proposals that nobody has to look at. */
export function sureBindings(proposals: TemplateProposals): TemplateBindings {
  return Object.fromEntries(
    Object.entries(proposals)
      .filter(([, { confidence }]) => confidence === 'sure')
      .map(([address, { binding }]) => [address, binding]),
  );
}

/** What a shelf of templates tells of one: how many places it has, how many are decided, and what it is for. */
export function countDecided(
  content: TemplateContent,
  bindings: TemplateBindings,
): Pick<TemplateHead, 'places' | 'decided' | 'use'> {
  return {
    places: content.places.length + content.rows.length,
    decided:
      content.places.filter((place) => isDecided(place, bindings)).length +
      content.rows.filter(({ address }) => bindings[address] !== undefined).length,
    use: purposeOf(content, bindings),
  };
}

/** Whether an ID number or another value that is masked on screens stands on the filled form. */
export function holdsNumbers(
  content: Pick<TemplateContent, 'places'>,
  bindings: TemplateBindings,
  register: Register,
): boolean {
  return content.places.some(({ address }) => {
    const binding = bindings[address];
    if (binding?.kind !== 'source') return false;
    const key = binding.source.replace(/^member\.\d+\./u, '');
    const fields = [findField(register, key), ...Object.values(register.rows).map((group) => group.fields[key])];
    return fields.some((field) => field?.kind.masked !== undefined);
  });
}

/** Whether something that differs from child to child stands in a header or footer: all forms of one document share them. */
export function differsInEdges(content: TemplateContent, bindings: TemplateBindings): boolean {
  const edges = content.model.parts.filter(({ kind }) => kind === 'header' || kind === 'footer');
  return content.places.some(({ address }) => {
    const binding = bindings[address];
    const isInEdge = edges.some((part) => address.startsWith(`${part.address}.`));
    return isInEdge && binding?.kind === 'source' && !binding.source.startsWith('office.');
  });
}
