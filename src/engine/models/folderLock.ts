import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';

/**
 * Lets one process work on a model at a time; the lock of a dead process does not hold.
 *
 * @returns what releases the lock.
 * @throws StoryFlowFailure FAILED while another process holds it.
 */
export async function lockFolder(folder: string, what: string): Promise<() => Promise<void>> {
  const file = join(folder, '.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(await readFile(file, 'utf8').catch(() => ''));
      if (isAlive(owner)) throw busy(what, owner);
      await rm(file, { force: true });
    }
  }
  throw busy(what, 0);
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function busy(what: string, pid: number): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `${what} is being changed by another process (${pid}). Wait until it has finished.`,
  );
}
