import { expect, test } from 'vitest';
import { browserEnvironment } from '../../../electron/chromium/browserEnvironment.ts';

test.each([
  ['none at all', {}, 'C.UTF-8'],
  ['the plain one', { LANG: 'C' }, 'C.UTF-8'],
  ['an old Chinese one', { LANG: 'zh_CN.GB18030' }, 'C.UTF-8'],
  ['one that overrules', { LANG: 'zh_CN.UTF-8', LC_ALL: 'POSIX' }, 'C.UTF-8'],
  ['Chinese in UTF-8', { LANG: 'zh_CN.UTF-8' }, undefined],
  ['another spelling', { LC_CTYPE: 'en_US.utf8' }, undefined],
])('files with Chinese names can be opened, whatever the locale: %s', (_, env, expected) => {
  expect(browserEnvironment({ ...env, HOME: '/home/clerk' })).toMatchObject({ HOME: '/home/clerk', LANGUAGE: 'zh_CN' });
  expect(browserEnvironment(env).LC_ALL).toBe(expected);
});
