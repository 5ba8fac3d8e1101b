/**
 * The surroundings the browser starts in. Without a UTF-8 locale, as after a start from a bare service or an old session,
 * Chromium on Linux cannot open a file whose name is Chinese, and says nothing about it.
 */
export function browserEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return { ...env, ...(/utf-?8/i.test(locale) ? {} : { LC_ALL: 'C.UTF-8' }), LANGUAGE: 'zh_CN' };
}
