import { execa } from 'execa';
import { closeSync, ftruncateSync, openSync, statfsSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';

/** A disk in memory of any size: real full disks, for tests that run as root on Linux. */
export interface SmallDisk extends AsyncDisposable {
  folder: string;
  /** Bytes, in whole pages; and how many files there may be. */
  resize(size: number, files?: number): Promise<void>;
  /** How many there are. */
  files(): number;
  /** Fills it, at once, until `pages` are free. */
  fill(pages: number): void;
}

const PAGE = 4096;

/** @returns Undefined where disks cannot be mounted. */
export async function mountSmallDisk(folder: string): Promise<SmallDisk | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  await mkdir(folder, { recursive: true });
  const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder], { reject: false });
  if (mounted.failed) return undefined;
  return {
    folder,
    async resize(size, files = 10_000) {
      await execa('mount', ['-o', `remount,size=${size},nr_inodes=${files}`, folder]);
    },
    files() {
      const { files, ffree } = statfsSync(folder);
      return files - ffree;
    },
    fill(pages) {
      const file = openSync(`${folder}/filling`, 'a');
      try {
        const page = Buffer.alloc(PAGE, 1);
        for (let left = statfsSync(folder).bfree - pages; left > 0; left--) writeSync(file, page);
      } catch (error) {
        // Somebody was faster.
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    async [Symbol.asyncDispose]() {
      await execa('umount', ['-l', folder]);
    },
  };
}

/** Frees what {@link SmallDisk.fill} has taken. */
export function emptyFilling(folder: string): void {
  const file = openSync(`${folder}/filling`, 'a');
  ftruncateSync(file, 0);
  closeSync(file);
}
