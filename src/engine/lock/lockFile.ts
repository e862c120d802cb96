import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import { isRunning, thisProcess, type ProcessIdentity } from './processIdentity.ts';

/** A process of another host cannot be asked whether it lives: its lock counts as held while it is fresh. */
const remoteLockSeconds = 120;
const heartbeatSeconds = 20;

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes a lock: a file that names the process that holds it. A lock whose process has died is taken over.
 *
 * @param file absolute path; its folder must be there.
 * @param busy makes the failure to throw while another living process holds it.
 * @throws StoryFlowFailure that of `busy`, or when the disk is full or not writable.
 */
export async function acquireLockFile(
  file: string,
  busy: (holder: ProcessIdentity) => StoryFlowFailure,
): Promise<Lock> {
  const candidate = `${file}.${process.pid}.${randomUUID()}`;
  try {
    await writeFile(candidate, JSON.stringify(await thisProcess()), { flag: 'wx' });
    for (let attempt = 0; attempt < 20; attempt++) {
      if (await tryLink(candidate, file)) return hold(file);
      const holder = await holderOf(file);
      if (holder) throw busy(holder);
      await removeStale(file);
    }
    throw new StoryFlowFailure(
      'FAILED',
      `The lock ${file} cannot be taken. Delete it if nothing is running.`,
    );
  } catch (error) {
    throw diskFailure(error, dirname(file));
  } finally {
    await rm(candidate, { force: true });
  }
}

/** The living process that holds a lock, or undefined. */
export async function holderOf(file: string): Promise<ProcessIdentity | undefined> {
  let holder: ProcessIdentity;
  try {
    holder = JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity;
    if (typeof holder.pid !== 'number' || typeof holder.host !== 'string') return undefined;
    if (holder.host !== hostname()) {
      const age = Date.now() - (await stat(file)).mtimeMs;
      return age < remoteLockSeconds * 1000 ? holder : undefined;
    }
  } catch {
    // No lock, or one that was never written whole: nobody holds it.
    return undefined;
  }
  return (await isRunning(holder)) ? holder : undefined;
}

/** A hard link appears whole or not at all, and fails if the name is taken: what a lock needs. */
async function tryLink(candidate: string, file: string): Promise<boolean> {
  try {
    await link(candidate, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
  }
  // File systems without hard links (exFAT, some network shares): exclusive creation is nearly as good.
  try {
    await writeFile(file, await readFile(candidate), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // Half of it is ours: nobody else could have made it.
    await rm(file, { force: true });
    throw error;
  }
}

/**
 * Moves a dead lock away. Between finding it dead and moving it somebody may have taken it over: then what was
 * moved is alive, and goes back.
 */
async function removeStale(file: string): Promise<void> {
  const aside = `${file}.stale.${randomUUID()}`;
  try {
    await rename(file, aside);
    if (await holderOf(aside)) await link(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function hold(file: string): Lock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, heartbeatSeconds * 1000);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      await rm(file, { force: true });
    },
  };
}

/** "process 12 on other-host", for messages. */
export function inWords({ pid, host }: ProcessIdentity): string {
  return `process ${pid}${host === hostname() ? '' : ` on ${host}`}`;
}
