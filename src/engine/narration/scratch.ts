import { open, rm, statfs, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFailureInWords } from '../storage/diskFailure.ts';

/** A file for sound on its way, which nobody else sees. Close its handle in the end: nothing is left then. */
export interface Scratch {
  readonly handle: FileHandle;
  /** Bytes written. */
  bytes(this: void): number;
  /** Appends. @throws StoryFlowFailure FAILED when the disk is nearly full; Error of the file system. */
  write(bytes: Uint8Array): Promise<void>;
}

/** Bytes between two looks at the disk. */
const lookEvery = 64 * 1024 * 1024;

/** @param file Its place; nothing may stand there. */
export async function openScratch(file: string): Promise<Scratch> {
  const handle = await open(file, 'wx+', 0o600);
  // It lives on for as long as it is open, and is gone with the process, however that ends.
  await rm(file, { force: true }).catch(() => undefined);
  let written = 0;
  let lookAt = lookEvery;
  return {
    handle,
    bytes: () => written,
    async write(bytes) {
      if (written + bytes.length > lookAt) {
        await requireRoom(dirname(file), written);
        lookAt += lookEvery;
      }
      await handle.writeFile(bytes);
      written += bytes.length;
    },
  };
}

/** The finished sound will be half as large, and others need the disk too. */
async function requireRoom(folder: string, written: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < lookEvery + written / 2) throw diskFailureInWords('ENOSPC', folder, { free, written })!;
}
