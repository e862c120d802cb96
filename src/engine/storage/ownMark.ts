import { hostname } from 'node:os';

/** Letters, digits and underscores. Disks are shared between machines, and folders between containers. */
const host = hostname()
  .replace(/[^0-9A-Za-z]/g, '_')
  .slice(0, 64);

/** Goes into the names of files that this process is about to finish, so that others can tell what was left behind. */
export const ownMark = `${host}-${process.pid}`;

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
