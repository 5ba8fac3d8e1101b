import path from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface StartOptions {
  /** Null for the usual folder of this user. */
  readonly dataDir: string | null;
  readonly headless: boolean;
  readonly demo: boolean;
  readonly help: boolean;
}

export const startHelp = `用法：npm start -- [选项]

  --data-dir 目录   数据放在这个目录，不用默认目录
  --demo            用虚构数据演示，关闭后全部删除
  --headless        不显示窗口，用于自动检查
  --help            显示本说明

环境变量：
  HULEI_HOST=chromium 或 electron   指定用哪一种方式打开窗口
  HULEI_BROWSER=浏览器程序的路径    指定用哪个 Edge、Chrome 或 Chromium
`;

/**
 * Reads the arguments after the script's name.
 * @returns the options, or one Chinese sentence for arguments that cannot be read.
 */
export function readStartOptions(args: readonly string[]): StartOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'data-dir': { type: 'string' },
        headless: { type: 'boolean', default: false },
        demo: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const { 'data-dir': dataDir, headless, demo, help } = values;
    if (dataDir === '') return '--data-dir 后面要写目录的路径，请改正后再启动。';
    if (dataDir !== undefined && demo) return '--demo 自带临时目录，不能再写 --data-dir，请去掉其中一个后再启动。';
    return { dataDir: dataDir === undefined ? null : path.resolve(dataDir), headless, demo, help };
  } catch {
    return '启动选项写错了，请用 npm start -- --help 查看可用的选项。';
  }
}

/** The folder for this user's data when none is named. ASCII, because some backup programs damage other names. */
export function defaultDataDir(surroundings: {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): string {
  const { platform, home, env } = surroundings;
  if (platform === 'win32') {
    return path.win32.join(env.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local'), 'hulei');
  }
  // The XDG base directory specification says to ignore a relative path.
  const base = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : path.posix.join(home, '.local', 'share');
  return path.posix.join(base, 'hulei');
}
