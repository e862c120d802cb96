import { randomUUID } from 'node:crypto';
import { link, lstat, lutimes, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ownMark } from '../storage/ownMark.ts';
import { StoryFlowFailure } from '../failure.ts';
import { discardFile } from '../storage/atomicWrite.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import { holderOf, readLock, tokenFolder, type Holder } from './holder.ts';
import { thisProcess } from './processIdentity.ts';
import { createToken, type Token } from './token.ts';

const heartbeatSeconds = 20;
/** Of another process that takes the same dead lock over, a moment's work. */
const patienceMs = 20;
const attempts = 100;

export interface Lock {
  release(): Promise<void>;
}

export interface LockOptions {
  /** What the lock is taken for, for the words to those who must wait: the absolute path of a story. */
  about?: string | undefined;
  /**
   * False where the folder may have come from somebody else: what stands in the lock's place is then moved aside, to
   * `FILE.old`, and never deleted.
   */
  mayDelete?: boolean | undefined;
}

/**
 * Takes a lock: a file that names the process that holds it. A lock whose process has died is taken over, and so is
 * anything else that stands in its place.
 *
 * @param file absolute path; its folder must be there.
 * @param busy makes the failure to throw while another living process holds it.
 * @throws StoryFlowFailure that of `busy`, or when the disk is full or not writable.
 */
export async function acquireLockFile(
  file: string,
  busy: (holder: Holder) => StoryFlowFailure,
  { about, mayDelete = true }: LockOptions = {},
): Promise<Lock> {
  const identity = await thisProcess();
  const token = identity.started === null ? await createToken(tokenFolder()) : undefined;
  const holder: Holder = { ...identity, id: randomUUID(), token: token?.id, about };
  const candidate = `${file}.${ownMark}-${holder.id}`;
  try {
    await writeFile(candidate, JSON.stringify(holder), { flag: 'wx' });
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (await tryLink(candidate, file)) return hold(file, holder, token);
      const other = await holderOf(file);
      if (other) throw busy(other);
      await takeOver(candidate, file, mayDelete);
    }
    throw cannotBeTaken(file);
  } catch (error) {
    await token?.release();
    throw diskFailure(error, dirname(file));
  } finally {
    await discardFile(candidate);
  }
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
 * Moves a dead lock away, one process at a time: whoever found it dead a moment ago could otherwise move away the lock
 * of somebody who has taken it over meanwhile.
 */
async function takeOver(candidate: string, file: string, mayDelete: boolean): Promise<void> {
  const guard = `${file}.taking`;
  if (!(await tryLink(candidate, guard))) {
    if (await holderOf(guard)) await delay(patienceMs);
    else await discard(guard, mayDelete);
    return;
  }
  try {
    if (!(await holderOf(file))) await discard(file, mayDelete);
  } finally {
    await discardFile(guard);
  }
}

/** What is deleted is a regular file; a folder, a link or a pipe is somebody's and only moved aside. */
async function discard(file: string, mayDelete: boolean): Promise<void> {
  try {
    const found = await lstat(file);
    if (!found.isFile()) await rename(file, `${file}.old-${randomUUID()}`);
    else if (mayDelete) await rm(file, { force: true });
    // One of them is enough.
    else await rename(file, `${file}.old`).catch(() => rename(file, `${file}.old-${randomUUID()}`));
  } catch (error) {
    // ENOENT: somebody else was faster.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotBeTaken(file, error);
  }
}

function cannotBeTaken(file: string, cause?: unknown): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `The lock ${file} cannot be taken. Delete it if nothing is running.`,
    { cause, details: { file } },
  );
}

function hold(file: string, { id }: Holder, token: Token | undefined): Lock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    lutimes(file, now, now).catch(() => undefined);
    void token?.touch();
  }, heartbeatSeconds * 1000);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      // A lock that went stale, of a process that slept, may be another's by now.
      if ((await readLock(file))?.holder.id === id) await rm(file, { force: true });
      await token?.release();
    },
  };
}
