import { lstat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readRegular } from '../storage/regularFile.ts';
import { stateFolder } from '../userFolders.ts';
import { isProcessNumber, stateOf, type ProcessIdentity } from './processIdentity.ts';
import { isTokenHeld } from './token.ts';

/** What a lock says of the process that holds it. */
export interface Holder extends ProcessIdentity {
  /** Of this one taking of the lock. */
  id: string;
  /** Of a process whose start the system does not tell; see `token.ts`. */
  token?: string | undefined;
  /** What it works on, for the words to those who must wait: the absolute path of a story. */
  about?: string | undefined;
}

/** A process of another host cannot be asked whether it lives: its lock counts as held while it is fresh. */
const remoteLockMs = 120_000;
const lockLimit = 16_384;

/** Where processes of this user show that they run. */
export function tokenFolder(): string {
  return join(stateFolder(), 'running');
}

/**
 * The living process that holds a lock, or undefined. A lock may have come with a shared folder and say anything: it is
 * held only by a process that provably wrote it, since nobody can know beforehand when a process of this boot of this
 * machine will have started. Anything but a regular file is no lock.
 */
export async function holderOf(file: string): Promise<Holder | undefined> {
  const { holder, ageMs } = (await readLock(file)) ?? {};
  if (!holder || ageMs === undefined) return undefined;
  const holds = holder.host === hostname() ? await isProven(holder) : ageMs >= 0 && ageMs < remoteLockMs;
  return holds ? holder : undefined;
}

/** What a lock says, true or not; undefined for no lock, or one that cannot be read or was never written whole. */
export async function readLock(file: string): Promise<{ holder: Holder; ageMs: number } | undefined> {
  try {
    const found = await lstat(file);
    if (!found.isFile()) return undefined;
    const holder = parseHolder((await readRegular(file, lockLimit)).toString('utf8'));
    return holder && { holder, ageMs: Date.now() - Math.floor(found.mtimeMs) };
  } catch {
    return undefined;
  }
}

async function isProven(holder: Holder): Promise<boolean> {
  const state = await stateOf(holder);
  if (state !== 'unknown') return state === 'running';
  return holder.token !== undefined && (await isTokenHeld(tokenFolder(), holder.token, holder.pid));
}

function parseHolder(text: string): Holder | undefined {
  const value = JSON.parse(text) as Partial<Record<keyof Holder, unknown>> | null;
  if (typeof value !== 'object' || value === null) return undefined;
  const { host, pid, started, id, token, about } = value;
  if (!isText(host, 255) || !isProcessNumber(pid) || !isText(id, 64)) return undefined;
  if (started !== null && !isText(started, 255)) return undefined;
  return {
    ...{ host, pid, started, id },
    token: isText(token, 64) ? token : undefined,
    about: isText(about, 8192) ? about : undefined,
  };
}

function isText(value: unknown, limit: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= limit;
}

/** "process 12 on other-host", for messages. */
export function inWords({ pid, host }: ProcessIdentity): string {
  return `process ${pid}${host === hostname() ? '' : ` on ${host}`}`;
}
