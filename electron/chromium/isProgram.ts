import { accessSync, constants, statSync } from 'node:fs';

/** True for a file that this user may start. A folder he may not look into holds none for him. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
