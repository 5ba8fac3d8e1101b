import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where this user's downloads are kept; by the desktop's own settings on Linux, which may give it a Chinese name. */
export async function downloadsFolder(surroundings: {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<string> {
  const { platform, home, env } = surroundings;
  if (platform === 'win32') return path.win32.join(home, 'Downloads');
  const settings = path.join(env.XDG_CONFIG_HOME || path.join(home, '.config'), 'user-dirs.dirs');
  const text = await readFile(settings, 'utf8').catch(() => '');
  const configured = /^XDG_DOWNLOAD_DIR="(.*)"$/m.exec(text)?.[1]?.replace(/^\$HOME(?=\/|$)/, home);
  if (configured && path.isAbsolute(configured)) return configured;
  const chinese = path.join(home, '下载');
  return (await isFolder(chinese)) ? chinese : path.join(home, 'Downloads');
}

async function isFolder(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
