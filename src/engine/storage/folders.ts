import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing, one by one. Node's own recursive `mkdir` goes up and down for ever
 * where a folder says that it is not there and cannot be made either, as all of `/proc` does.
 *
 * @param folder Absolute.
 * @throws Error of the file system; ENOTDIR where something else stands in the way.
 */
export async function makeFolders(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !(await isFolder(at)); at = dirname(at)) {
    missing.push(at);
    // The top of a disk that is not there.
    if (dirname(at) === at) break;
  }
  for (const each of missing.reverse()) await makeOne(each);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return false;
  }
  throw Object.assign(new Error(`ENOTDIR: not a folder, '${path}'`), { code: 'ENOTDIR', path });
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    // Somebody else has made it meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await isFolder(folder);
  }
}
