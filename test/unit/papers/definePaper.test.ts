import { describe, expect, it } from 'vitest';
import { paragraph, text } from '../../../shared/fields/kinds.ts';
import { papers } from '../../../shared/papers/index.ts';
import { definePaper } from '../../../shared/papers/paper.ts';
import { checkRecord, errorsOf } from '../../../shared/registers/checkRecord.ts';
import { child } from '../../../shared/registers/child.ts';
import { optional, required } from '../../../shared/registers/declareFields.ts';
import { registers } from '../../../shared/registers/index.ts';
import { findField, shownFields, shownValues } from '../../../shared/registers/register.ts';
import { sheetContext } from '../../forms/sheetOffice.ts';

const declaration = {
  key: 'talk',
  title: '谈心谈话记录',
  about: child,
  kept: true,
  fields: { place: required('地点', text(30)), content: optional('内容', paragraph(300)) },
  sample: { fields: { place: '村委会', content: null }, rows: {} },
} as const;

describe('every paper', () => {
  it('has a number of its own, also among registers', () => {
    const keys = [...papers, ...registers].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(papers.map((paper) => [paper.key, paper] as const))('%s: its sample could be kept', (_, paper) => {
    expect(errorsOf(checkRecord(paper, paper.sample, sheetContext))).toEqual([]);
  });

  it.each(papers.map((paper) => [paper.key, paper] as const))(
    '%s: its entry form has all that it must hold',
    (_, paper) => {
      const entered = paper.sections.flatMap((section) => section.fields);
      const needed = Object.entries(paper.fields).filter(([, field]) => field.required(paper.sample.fields));
      expect(needed.map(([key]) => key).filter((key) => !entered.includes(key))).toEqual([]);
    },
  );
});

describe('a paper', () => {
  const talk = definePaper(declaration);

  it('is entered in one group of all that it holds, unless it says otherwise', () => {
    expect(talk.sections).toEqual([{ title: '谈心谈话记录', fields: ['place', 'content'] }]);
    const sections = [{ title: '谈话', fields: ['content', 'place'] }];
    expect(definePaper({ ...declaration, sections }).sections).toBe(sections);
  });

  it('shows the fields and views of the record that it is about beside its own', () => {
    expect(findField(talk, 'about.name')).toBe(child.fields.name);
    expect(findField(talk, 'name')).toBeUndefined();
    expect(Object.keys(shownFields(talk))).toEqual(expect.arrayContaining(['place', 'about.name', 'about.age']));
    const values = shownValues(talk, talk.sample, sheetContext, child.sample);
    expect(values).toMatchObject({ place: '村委会', 'about.name': child.sample.fields.name });
    expect(shownValues(talk, talk.sample, sheetContext)['about.name']).toBeUndefined();
  });

  it('is refused when its sections or its sample name something undeclared, or it is kept and about nobody', () => {
    const sections = [{ title: '谈话', fields: ['mood'] }];
    expect(() => definePaper({ ...declaration, sections })).toThrow('talk: mood is not declared');
    const sample = { fields: { mood: '好' }, rows: {} };
    expect(() => definePaper({ ...declaration, sample })).toThrow('talk: mood is not declared');
    const { about, ...nobody } = declaration;
    expect(() => definePaper(nobody)).toThrow('talk: is kept and about no record');
  });
});
