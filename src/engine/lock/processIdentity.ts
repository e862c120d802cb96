import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** Names one process for as long as the machine runs, so that a recycled process number is not mistaken for it. */
export interface ProcessIdentity {
  host: string;
  pid: number;
  /** When the process started, as the system counts it; null where the system does not say. */
  started: string | null;
}

/** `unknown`: a process of that number runs, and nothing tells whether it is the same one. */
export type ProcessState = 'running' | 'ended' | 'unknown';

export async function thisProcess(): Promise<ProcessIdentity> {
  return identityOf(process.pid);
}

/** Of a process of this host that runs now. */
export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { host: hostname(), pid, started: await startOf(pid) };
}

/**
 * A process number that could be StoryFlow's. 0 and negative ones name groups of processes, 1 the system's first, which
 * always runs.
 */
export function isProcessNumber(pid: unknown): pid is number {
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 1 && pid < 2 ** 32;
}

/** Only for processes of this host. */
export async function stateOf({ pid, started }: ProcessIdentity): Promise<ProcessState> {
  if (!isProcessNumber(pid) || !answers(pid)) return 'ended';
  const now = await startOf(pid);
  if (now === zombie) return 'ended';
  if (started === null || now === null) return 'unknown';
  return started === now ? 'running' : 'ended';
}

/** Signal 0 only asks. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that has ended and waits for its parent to notice. */
const zombie = 'ended';

async function startOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') return await linuxStart(pid);
    if (process.platform === 'win32') return null;
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/** Field 22 of proc(5)'s stat, in clock ticks since boot; the boot id tells one boot from the next. */
async function linuxStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  // The second field, the command's name, may hold spaces and brackets: count from its last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? zombie : `${boot.trim()}:${fields[19]}`;
}
