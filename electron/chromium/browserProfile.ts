import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

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
  readonly folder: string;
  /** Makes it anew; what a killed program left there goes first. */
  create(): Promise<void>;
  remove(): Promise<void>;
}

/** The profile inside the data folder. */
export function browserProfile(dataDir: string): BrowserProfile {
  const folder = path.join(dataDir, 'browser-profile');
  // The browser's last processes may still hold files for a moment, on Windows above all.
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  return {
    folder,
    async create() {
      await remove();
      await mkdir(path.join(folder, 'Default'), { recursive: true, mode: 0o700 });
      await writeFile(path.join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
    },
    remove,
  };
}
