import { describe, expect, test } from 'vitest';
import { readTemplate } from '../../../electron/jobs/readTemplate.ts';
import { sheets } from '../../../shared/forms/index.ts';
import { child } from '../../../shared/registers/child.ts';
import { proposeBindings } from '../../../shared/templates/proposeBindings.ts';
import { taughtOptions } from '../../../shared/templates/taughtOptions.ts';
import { type OfficeForm, officeForms } from '../../fixtures/templates/officeForms.ts';

const taught = taughtOptions(sheets, 'child');

async function recognised({ file }: OfficeForm) {
  const content = await readTemplate(file);
  const proposals = proposeBindings(content, child, taught);
  const said = (address: string): string | null => {
    const binding = proposals[address]?.binding;
    if (binding === undefined) return null;
    return binding.kind === 'source' ? binding.source : binding.kind === 'rows' ? binding.group : binding.kind;
  };
  return {
    content,
    proposals,
    places: content.places.map(({ address }) => said(address)),
    rows: content.rows.map(({ address }) => said(address)),
  };
}

describe('what a form asks for is recognised', () => {
  test.each(officeForms.map((form) => [form.name, form] as const))('%s', async (_, form) => {
    const { places, rows, content } = await recognised(form);
    expect(content.places.map(({ label }, index) => `${label}: ${places[index]}`)).toEqual(
      content.places.map(({ label }, index) => `${label}: ${form.expected[index]}`),
    );
    expect(places).toEqual(form.expected);
    expect(rows).toEqual(form.rows ?? []);
  });
});
