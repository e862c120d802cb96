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

export async function thisProcess(): Promise<ProcessIdentity> {
  return { host: hostname(), pid: process.pid, started: await startOf(process.pid) };
}

/** Only for processes of this host. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = await startOf(identity.pid);
  if (started === zombie) return false;
  return identity.started === null || started === null || started === identity.started;
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
