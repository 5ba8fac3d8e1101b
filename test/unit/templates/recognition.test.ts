import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTemplate } from '../../../electron/jobs/readTemplate.ts';
import { writeDocument } from '../../../electron/jobs/writeDocument.ts';
import { writeSheetWorkbook } from '../../../electron/jobs/writeSheetWorkbook.ts';
import { inventedOffice } from '../../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../../electron/services/office/officeStore.ts';
import { sheets } from '../../../shared/forms/index.ts';
import { layoutBlankForm } from '../../../shared/forms/layoutBlankForm.ts';
import { child } from '../../../shared/registers/child.ts';
import { proposeBindings } from '../../../shared/templates/proposeBindings.ts';
import { taughtOptions } from '../../../shared/templates/taughtOptions.ts';
import { buildDocument, paragraph } from '../../fixtures/templates/buildDocument.ts';
import { fillForm } from '../../fixtures/templates/fillForm.ts';
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

describe('a form that LibreOffice wrote', () => {
  const places = [
    'registering_unit',
    'filled_on',
    'name',
    'sex',
    'id_number',
    'residence_address',
    'father_name',
    'father_phone',
    'father_id_number',
    'father_health',
    'relation',
    'name',
    'id_number',
    'phone',
    'pen',
  ];

  test.each(['docx', 'xlsx'])('.%s: all of its 15 places', async (format) => {
    const file = readFileSync(
      new URL(`../../fixtures/templates/libreOffice/困境儿童信息采集表.${format}`, import.meta.url),
    );
    const found = await recognised({ name: format, file, expected: [] });
    expect(found.places).toEqual(places);
    expect(found.rows).toEqual(['members']);
    const [filled] = await fillForm(file, [child.sample]);
    const texts = JSON.stringify((await readTemplate(filled ?? new Uint8Array())).model);
    for (const text of ['欧阳朵朵', '□男 ☑女', '田桂英', '2026年10月26日']) expect(texts).toContain(text);
  });
});

describe('the program’s own forms come back as templates', () => {
  const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };
  const blank = layoutBlankForm('F01', { office: inventedOffice, context });
  const report = (): void => undefined;

  test.each(['docx', 'xlsx'] as const)('F01 as .%s: 24 of its 25 places', async (format) => {
    const pages = blank?.pages ?? [];
    const file =
      format === 'docx'
        ? await writeDocument({ pages, foot: null }, report)
        : await writeSheetWorkbook({ records: [pages], name: 'F01', foot: null }, report);
    const { places, rows, content } = await recognised({ name: 'F01', file: Buffer.from(file), expected: [] });
    expect(rows).toEqual(['members']);
    expect(content.places.filter((_, index) => places[index] === null).map(({ label }) => label)).toEqual([
      '残疾类别等级',
    ]);
    expect(places.filter((place) => place !== null)).toEqual([
      'filled_on',
      'name',
      'sex',
      'id_number',
      'ethnicity',
      'health',
      'disease',
      'study_state',
      'school_or_status',
      'household_address',
      'residence_address',
      'relation',
      'name',
      'id_number',
      'phone',
      'health',
      'workplace',
      'family_states',
      'guardian_capable',
      'guardian_gap',
      'hardship_grounds',
      'registering_unit',
      'registered_by',
      'registered_on',
    ]);
  });
});

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

test.each(['填表时间', '填报日期', '填表日期', '填报时间'])(
  '%s is the day on which the form was filled in',
  async (label) => {
    const file = buildDocument({ body: paragraph(`${label}：    年  月  日`) });
    expect((await recognised({ name: label, file, expected: [] })).places).toEqual(['filled_on']);
  },
);
