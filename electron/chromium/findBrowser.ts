import path from 'node:path';

/** What the search may look at. Injected, so that it can be tried for systems other than the present one. */
export interface BrowserSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isProgram: (path: string) => boolean;
}

const windowsPrograms = [
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
];
const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const linuxPaths = [
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
  '/opt/chromium/chrome',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
];

/**
 * Finds an installed Edge, Chrome or Chromium: on Windows for the whole machine, then for this user; on Linux by its
 * name on the PATH, then at the places where the vendors' packages put it.
 * @returns the full path of the program, or null when there is none.
 */
export function findBrowser({ platform, env, isProgram }: BrowserSurroundings): string | null {
  const candidates = platform === 'win32' ? windowsCandidates(env) : linuxCandidates(env);
  return candidates.find(isProgram) ?? null;
}

function windowsCandidates(env: BrowserSurroundings['env']): string[] {
  const roots = [env['ProgramFiles(x86)'], env.ProgramFiles, env.ProgramW6432, env.LOCALAPPDATA];
  return windowsPrograms.flatMap((program) =>
    roots.filter((root) => root !== undefined && root !== '').map((root) => path.win32.join(root ?? '', ...program)),
  );
}

function linuxCandidates(env: BrowserSurroundings['env']): string[] {
  // A relative entry of PATH would start whatever lies in the present folder.
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return [...linuxNames.flatMap((name) => folders.map((folder) => path.posix.join(folder, name))), ...linuxPaths];
}
