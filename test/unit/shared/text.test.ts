import { expect, test } from 'vitest';
import { tidyName } from '../../../shared/rules/text.ts';

test('names lose layout blanks and keep what belongs to them', () => {
  expect(['王　芳', ' 阿依古丽•买买提 ', 'Anna  Li', '欧阳 Anna'].map(tidyName)).toEqual([
    '王芳',
    '阿依古丽·买买提',
    'Anna Li',
    '欧阳Anna',
  ]);
});

test('radicals copied from a PDF and full-width letters become the characters they are taken for', () => {
  // U+2F25 looks like 女, U+2F5F like 玉; checked as a name they would be called signs.
  expect(['\u2F25', '\u2F5F芳', 'Ｗang'].map(tidyName)).toEqual(['女', '玉芳', 'Wang']);
});
