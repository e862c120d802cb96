import { randomUUID } from 'node:crypto';
import { lstat, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../storage/folders.ts';
import { readRegular } from '../storage/regularFile.ts';

/**
 * Shows that a process of this user runs where the system does not say when a process started (Windows): a file in the
 * user's own folder, which nothing that was shared can bring, and which is touched for as long as the process lives.
 */
export interface Token {
  id: string;
  /** Says that the process still lives: to be called at least once a minute. */
  touch(): Promise<void>;
  release(): Promise<void>;
}

const freshMs = 120_000;
/** Tokens of processes that died. */
const forgottenMs = 86_400_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Undefined where the folder cannot be written: then nobody can be shown that this process runs. */
export async function createToken(folder: string): Promise<Token | undefined> {
  const id = randomUUID();
  const file = join(folder, id);
  try {
    await makeFolders(folder);
    await sweep(folder);
    await writeFile(file, String(process.pid), { flag: 'wx' });
  } catch {
    return undefined;
  }
  return {
    id,
    async touch() {
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
    },
    release: () => rm(file, { force: true }),
  };
}

/** Whether the process `pid` holds the token, and has touched it in the last two minutes. */
export async function isTokenHeld(folder: string, id: string, pid: number): Promise<boolean> {
  if (!uuid.test(id)) return false;
  const file = join(folder, id);
  try {
    // Times of files are finer than the clock's.
    const age = Date.now() - Math.floor((await lstat(file)).mtimeMs);
    if (age < 0 || age > freshMs) return false;
    return (await readRegular(file, 32)).toString('utf8') === String(pid);
  } catch {
    return false;
  }
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!uuid.test(name)) continue;
    const found = await lstat(join(folder, name)).catch(() => undefined);
    if (found?.isFile() && Date.now() - found.mtimeMs > forgottenMs)
      await rm(join(folder, name), { force: true });
  }
}
