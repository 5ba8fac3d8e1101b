import { describe, expect, test } from 'vitest';
import { fillingPlace, formCatalogue, searchForms } from '../../../renderer/forms/formCatalogue.ts';
import { formGroups } from '../../../renderer/forms/formGroups.ts';
import { sheets } from '../../../shared/forms/index.ts';
import { layoutBlankForm } from '../../../shared/forms/layoutBlankForm.ts';
import { registerForms } from '../../../shared/forms/registerForms.ts';
import { child } from '../../../shared/registers/child.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';

const catalogue = formCatalogue();
const keysOf = (groups: typeof catalogue): string[] => groups.flatMap(({ forms }) => forms.map(({ key }) => key));

describe('the list of forms', () => {
  test('has every form of the program once, in a group that says what it is about', () => {
    const all = [...sheets, ...registerForms].map(({ key }) => key);
    expect(keysOf(catalogue).sort()).toEqual(all.sort());
    const grouped = formGroups.flatMap(({ forms }) => Object.keys(forms));
    expect(all.filter((key) => !grouped.includes(key))).toEqual([]);
    expect(new Set(grouped).size).toBe(grouped.length);
  });

  test('tells the paper that a blank of each form takes', () => {
    for (const { key, pages, isLandscape } of catalogue.flatMap(({ forms }) => forms)) {
      const blank = layoutBlankForm(key, { office: inventedTownship, context: sheetContext })?.pages ?? [];
      expect([key, blank.length]).toEqual([key, pages]);
      expect([key, blank.some(({ width, height }) => width > height)]).toEqual([key, isLandscape]);
    }
  });

  test('is searched by number in any letters, by words of the title without quotation marks, by group and by source', () => {
    expect(keysOf(searchForms(catalogue, 'Ｆ０８'))).toEqual(['F08']);
    expect(keysOf(searchForms(catalogue, '失亲及事实'))).toEqual(['F01']);
    expect(keysOf(searchForms(catalogue, '台账 儿童档案'))).toEqual(['F08']);
    expect(keysOf(searchForms(catalogue, '没有这种表'))).toEqual([]);
    expect(keysOf(searchForms(catalogue, ' '))).toEqual(keysOf(catalogue));
  });

  test('leads to the child for a form about one, to the list for many, and to the screening for its report', () => {
    expect(fillingPlace('F01')).toEqual({ kind: 'record', register: child });
    expect(fillingPlace('F09')).toEqual({ kind: 'record', register: child });
    expect(fillingPlace('F04')).toEqual({ kind: 'screening' });
    expect(fillingPlace('F08')).toEqual({ kind: 'list', register: child });
    expect(fillingPlace('F99')).toEqual({ kind: 'pen' });
  });
});
