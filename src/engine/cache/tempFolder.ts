import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** `await using` removes it, with all it holds; it may have been renamed away before. */
export interface TempFolder extends AsyncDisposable {
  path: string;
}

const DAY_MS = 86_400_000;
const host = hostname()
  .replace(/[^0-9A-Za-z]/g, '_')
  .slice(0, 64);

/** A folder of this process's own in `root/tmp`, on the same disk as what it will be renamed to. */
export async function makeTempFolder(root: string): Promise<TempFolder> {
  const path = join(root, 'tmp', `${host}-${process.pid}-${randomUUID()}`);
  await mkdir(path, { recursive: true });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Removes what processes left behind that died before they could clean up. */
export async function sweepTempFolders(root: string): Promise<void> {
  const folder = join(root, 'tmp');
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    if (await isLeftOver(path, name)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isLeftOver(path: string, name: string): Promise<boolean> {
  const [, owner, pid] = /^(\w+)-(\d+)-[0-9a-f-]{36}$/.exec(name) ?? [];
  if (owner === host) return !isAlive(Number(pid));
  // Another machine's, on a shared disk: only its age says anything.
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > DAY_MS;
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
