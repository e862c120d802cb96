import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fateOf, ownMark } from './ownMark.ts';

/** `await using` removes it, with all that it holds. */
export interface ScratchFolder extends AsyncDisposable {
  path: string;
}

/**
 * A folder of this process's own in the system's folder for temporary files. What processes of this user and machine left
 * there that died before they could clean up goes first.
 *
 * @param root Absolute. @param name Letters and dashes: what it is for.
 */
export async function makeScratchFolder(root: string, name: string): Promise<ScratchFolder> {
  await sweep(root, name);
  const path = await mkdtemp(join(root, `${name}-${ownMark}-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function sweep(root: string, name: string): Promise<void> {
  const own = new RegExp(`^${name}-(\\w+)-(\\d+)-[0-9A-Za-z]{6}$`);
  for (const entry of await readdir(root).catch(() => [])) {
    const [, owner, pid] = own.exec(entry) ?? [];
    if (owner === undefined || fateOf(owner, Number(pid)) !== 'dead') continue;
    const path = join(root, entry);
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
