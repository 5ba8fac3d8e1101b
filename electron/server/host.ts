/**
 * Why the desk is locked: the clerk or the computer asked for it, nobody was there for a while, the data keys were changed, or a backup
 * of that moment (ISO 8601, in UTC) was restored. It stands in the address of the unlock page, which says it.
 */
export type LockReason = 'request' | 'idle' | 'keysChanged' | `restored-${string}`;

/** Whether what came from another process is such a reason. */
export function isLockReason(reason: unknown): reason is LockReason {
  if (reason === 'request' || reason === 'idle' || reason === 'keysChanged') return true;
  return typeof reason === 'string' && /^restored-\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/u.test(reason);
}

/**
 * What differs between the two hosts (Electron, and an installed Chromium). The core knows a host only through this
 * interface; a new member arrives with both implementations in the same change.
 */
export interface Host {
  readonly name: 'electron' | 'chromium';
  /** Absolute path of the folder that holds every file the program keeps. */
  readonly dataDir: string;
  /**
   * Renders a page that the core serves and returns it as a PDF, in the size its own CSS asks for.
   * @throws Error when the renderer fails; nothing is left behind.
   */
  pageToPdf(path: `/print/${string}`): Promise<Uint8Array>;
  /**
   * Saves bytes where the user wants them. An existing file is never overwritten silently.
   * @returns the full path, or null when the user cancelled.
   */
  saveFile(suggestedName: string, bytes: Uint8Array): Promise<string | null>;
  /**
   * Makes a new folder of that name where the user wants it; a taken name gets (2), (3) …
   * @returns the full path, or null when the user cancelled.
   */
  createFolder(suggestedName: string): Promise<string | null>;
  /**
   * Saves a file in a folder that `createFolder` made while this program has been running.
   * @returns the full path.
   */
  saveInFolder(folder: string, name: string, bytes: Uint8Array): Promise<string>;
  /** Removes such a folder with the files that were saved in it; what somebody else put there stays, and the folder too. */
  discardFolder(folder: string): Promise<void>;
  /** Shows the folder that holds `path` in the system's file manager. */
  showInFolder(path: string): Promise<void>;
  /** Takes a copied text of this SHA-256 (hexadecimal) off the clipboard ten seconds later, at lock at once, if it is still there. */
  clearCopied(sha256: string): Promise<void>;
  /**
   * Tears the page down, ends the core's process, and shows the unlock page of a new one; Chromium's host ends itself and
   * its browser too. A lock that is asked while another is under way is that one.
   */
  lock(reason: LockReason): Promise<void>;
  /** Closes the window and ends the program. */
  quit(): Promise<void>;
}
