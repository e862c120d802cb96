import { win32 } from 'node:path';

/**
 * Whether a path leads to another machine than the folder that it is relative to: on Windows `\\server\share` in all its
 * spellings, and the device paths `\\?\…` and `\\.\…`, which may hide one. Asking there whether a file exists is enough
 * to tell that machine who the user is, so it is not done for a folder that nobody trusts.
 *
 * @param folder Absolute.
 */
export function isOnOtherMachine(folder: string, path: string, platform: NodeJS.Platform): boolean {
  if (platform !== 'win32') return false;
  const root = rootOf(win32.resolve(folder, path));
  return root.startsWith('\\\\') && root !== rootOf(win32.resolve(folder));
}

function rootOf(path: string): string {
  return win32.parse(path).root.toLowerCase();
}
