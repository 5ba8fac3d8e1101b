import { describe, expect, it } from 'vitest';
import { F01 } from '../../../shared/forms/F01.ts';
import { layoutSheet } from '../../../shared/forms/layoutSheet.ts';
import { renderSheets } from '../../../shared/forms/renderSheets.ts';
import { child } from '../../../shared/registers/child.ts';
import { inventedTownship, sheetContext } from '../../forms/sheetOffice.ts';

function render(fields: Record<string, string>): string {
  const values = { ...child.sample, fields: { ...child.sample.fields, ...fields } };
  return renderSheets(layoutSheet(F01, { values, office: inventedTownship, context: sheetContext }), 'n0nce+/=');
}

describe('the print document', () => {
  it('shows hostile text as text', () => {
    const hostile = `</p><script>alert(1)</script><img src=x onerror="x">&quot;&amp;'`;
    const html = render({ household_address: hostile });
    const attributes = /<(\w+)((?:\s[^<>]*)?)>/gu;
    const names = new Set([...html.matchAll(attributes)].map(([, name]) => name));
    expect(names).toEqual(
      new Set(['html', 'head', 'meta', 'title', 'link', 'style', 'body', 'section', 'svg', 'path', 'p', 'i']),
    );
    expect(html).toContain('&#38;quot;&#38;amp;');
  });

  it('needs nothing that the content security policy forbids', () => {
    const html = render({});
    expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|<script|url\(|https?:/u);
    expect(html.match(/<style nonce="n0nce\+\/=">/gu)).toHaveLength(1);
  });

  it('names nobody in its title', () => {
    expect(render({}).match(/<title>(.*)<\/title>/u)?.[1]).toBe('表格');
  });

  it('shares its classes between sheets of one form', () => {
    const pages = layoutSheet(F01, { values: child.sample, office: inventedTownship, context: sheetContext });
    const rules = (html: string): number => html.match(/^\.s/gmu)?.length ?? 0;
    expect(rules(renderSheets([...pages, ...pages, ...pages], ''))).toBe(rules(renderSheets(pages, '')));
  });
});
