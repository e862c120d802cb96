import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fateOf, ownName, ownNamePattern } from '../storage/ownMark.ts';
import type { WorkFolder } from '../storage/workFolder.ts';
import { removeOwnFiles } from './removeOwnFiles.ts';

/** `await using` removes it, with all it holds; it may have been renamed away before. */
export interface TempFolder extends AsyncDisposable {
  path: string;
}

const DAY_MS = 86_400_000;

/** What a temporary folder may hold: a file under way, or one that has its final name already. */
const ownFile = /^(?:making|\d+-[0-9a-f]{8})(?:\.\w+)?$/;
const ownFolder = new RegExp(`^${ownNamePattern}$`);

/** A folder of this process's own in `root/tmp`, on the same disk as what it will be renamed to. */
export async function makeTempFolder(root: WorkFolder): Promise<TempFolder> {
  const path = join(await root.make('tmp'), ownName());
  await mkdir(path);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Removes what processes left behind that died before they could clean up; in a folder of ours only. */
export async function sweepTempFolders(root: WorkFolder): Promise<void> {
  if (!root.owned) return;
  const folder = await root.find('tmp');
  if (folder === undefined) return;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (await isLeftOver(path, name)) await removeOwnFiles(path, ownFile);
  }
}

async function isLeftOver(path: string, name: string): Promise<boolean> {
  const [, owner, pid] = ownFolder.exec(name) ?? [];
  if (owner === undefined) return false;
  const fate = fateOf(owner, Number(pid));
  if (fate !== 'unknown') return fate === 'dead';
  // Another machine's, on a shared disk: only its age says anything.
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > DAY_MS;
}
