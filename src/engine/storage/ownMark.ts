import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Letters, digits and underscores. Disks are shared between machines, and folders between containers. */
const host = hostname()
  .replace(/[^0-9A-Za-z]/g, '_')
  .slice(0, 64);

/** Says which process makes a file. */
export const ownMark = `${host}-${process.pid}`;

/** Goes into the name of a file that this process is about to finish, so that others can tell what was left behind. */
export function ownName(): string {
  return `${ownMark}-${randomUUID()}`;
}

/** Of {@link ownName}, for a regular expression: host and process are its two groups. */
export const ownNamePattern = '(\\w+)-(\\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * What became of the process of this machine that has a number; of another machine's it cannot be known.
 *
 * @param owner The host part of its {@link ownMark}.
 */
export function fateOf(owner: string, pid: number): 'alive' | 'dead' | 'unknown' {
  if (owner !== host) return 'unknown';
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    // EPERM: alive, but another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 'alive' : 'dead';
  }
}
