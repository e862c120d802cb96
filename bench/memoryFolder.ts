import { rmSync } from 'node:fs';
import { mkdtemp, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Removed, with all that is in it, when it is disposed of or the bench is stopped. */
export interface MemoryFolder extends Disposable {
  path: string;
}

/** Linux's file system in memory. */
const shared = '/dev/shm';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** What the rest of the machine keeps, bytes. */
const reserve = 4e9;

/**
 * A folder for so many bytes whose files stay in memory, where there is one with so much room: a page cache may drop
 * within seconds what nobody reads. Otherwise a folder in `fallback`.
 */
export async function memoryFolder(bytes: number, fallback: string): Promise<MemoryFolder> {
  const parent = (await hasRoom(bytes)) ? shared : fallback;
  const path = await mkdtemp(join(parent, 'storyflow-bench-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  const stop = () => {
    remove();
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, stop);
  return {
    path,
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, stop);
      remove();
    },
  };
}

async function hasRoom(bytes: number): Promise<boolean> {
  const disk = await statfs(shared).catch(() => undefined);
  const free = disk === undefined ? 0 : disk.bavail * disk.bsize;
  return Math.min(free, process.availableMemory() - reserve) > bytes;
}
