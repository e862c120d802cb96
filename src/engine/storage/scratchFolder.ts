import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** `await using` removes it, with all that it holds. */
export interface ScratchFolder extends AsyncDisposable {
  path: string;
}

/** Other machines, and containers, may share the system's folder: there, processes cannot be asked whether they live. */
const host = hostname()
  .replace(/[^0-9A-Za-z]/g, '_')
  .slice(0, 64);

/**
 * A folder of this process's own in the system's folder for temporary files. What processes of this user and machine left
 * there that died before they could clean up goes first.
 *
 * @param root Absolute. @param name Letters and dashes: what it is for.
 */
export async function makeScratchFolder(root: string, name: string): Promise<ScratchFolder> {
  await sweep(root, name);
  const path = await mkdtemp(join(root, `${name}-${host}-${process.pid}-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function sweep(root: string, name: string): Promise<void> {
  const own = new RegExp(`^${name}-(\\w+)-(\\d+)-[0-9A-Za-z]{6}$`);
  for (const entry of await readdir(root).catch(() => [])) {
    const [, owner, pid] = own.exec(entry) ?? [];
    if (owner !== host || isAlive(Number(pid))) continue;
    const path = join(root, entry);
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
