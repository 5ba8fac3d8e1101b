import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '../../shared/contract/result.ts';

/** What a browser must not do with the office's data: remember it, send it anywhere, ask the clerk about it. */
const preferences = {
  alternate_error_pages: { enabled: false },
  autofill: { credit_card_enabled: false, profile_enabled: false },
  browser: { enable_spellchecking: false, has_seen_welcome_page: true },
  credentials_enable_service: false,
  download_bubble: { partial_view_enabled: false },
  net: { network_prediction_options: 2 },
  profile: {
    password_manager_enabled: false,
    // 2 is "block", without asking.
    default_content_setting_values: {
      automatic_downloads: 2,
      geolocation: 2,
      media_stream_camera: 2,
      media_stream_mic: 2,
      notifications: 2,
      popups: 2,
    },
  },
  safebrowsing: { enabled: false, enhanced: false },
  search: { suggest_enabled: false },
  spellcheck: { use_spelling_service: false },
  translate: { enabled: false },
} as const;

/** A browser profile that lives only as long as the window. */
export interface BrowserProfile {
  /**
   * Makes it anew and returns its folder. What earlier windows left goes first; where something still holds that, such as a virus
   * scanner, the profile lies beside it.
   */
  create(): Promise<string>;
  /** Removes it. What is held longer than a second and a half is left to the next `create`. */
  remove(): Promise<void>;
}

/** Milliseconds for which the browser's last processes, or a virus scanner, may hold a file of it. */
const removalLimitMs = 1_500;
const removalRetryMs = 100;

const folderName = 'browser-profile';
/** More are never left behind unless the data folder cannot be written at all. */
const mostFolders = 10;

/** The profile inside the data folder. */
export function browserProfile(dataDir: string): BrowserProfile {
  const folders = Array.from({ length: mostFolders }, (_, index) =>
    path.join(dataDir, index === 0 ? folderName : `${folderName}-${index + 1}`),
  );
  let current: string | undefined;
  return {
    async create() {
      const [first = '', ...others] = folders;
      const isFree = [
        await isRemoved(first, removalLimitMs),
        ...(await Promise.all(others.map((each) => isRemoved(each, 0)))),
      ];
      const folder = folders[isFree.indexOf(true)];
      if (folder === undefined)
        throw new AppError('busy', '数据文件夹里的文件被别的程序占着，请重新启动电脑后再打开。');
      current = folder;
      await mkdir(path.join(folder, 'Default'), { recursive: true, mode: 0o700 });
      await writeFile(path.join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
      return folder;
    },
    async remove() {
      if (current !== undefined) await isRemoved(current, removalLimitMs);
    },
  };
}

/** Whether a folder could be removed, or was not there; tries again until the limit has passed. */
async function isRemoved(folder: string, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs;
  for (;;) {
    try {
      await rm(folder, { recursive: true, force: true });
      return true;
    } catch {
      if (performance.now() >= until) return false;
      await setTimeout(removalRetryMs);
    }
  }
}
