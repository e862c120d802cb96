import type { FileHandle } from 'node:fs/promises';
import { openRegular, RefusedFile } from '../storage/regularFile.ts';

const CHUNK = 1 << 18;

/** Buffers that nobody reads into. Made anew for every file, they would have V8 collect all its garbage over and over. */
const resting: Buffer[] = [];

/**
 * Hands over a file from its beginning to its end, at most 256 KiB at a time, while the next are being read. The bytes
 * are valid until `use` returns.
 *
 * @param limitBytes The most that is read.
 * @returns The number of bytes.
 * @throws RefusedFile, also EFBIG; Error of the file system; what `use` throws.
 */
export async function eachChunk(
  file: string,
  use: (chunk: Uint8Array) => void,
  limitBytes = Infinity,
): Promise<number> {
  const handle = await openRegular(file);
  try {
    // Before it is read: a file may hold a terabyte of nothing.
    requireSize((await handle.stat()).size, limitBytes);
    return await readAll(handle, (chunk, size) => {
      requireSize(size, limitBytes);
      use(chunk);
    });
  } finally {
    await handle.close();
  }
}

async function readAll(handle: FileHandle, use: (chunk: Uint8Array, size: number) => void): Promise<number> {
  let size = 0;
  let reading = readChunk(handle, size);
  for (;;) {
    const { buffer, bytesRead } = await reading;
    if (bytesRead === 0) {
      resting.push(buffer);
      return size;
    }
    size += bytesRead;
    reading = readChunk(handle, size);
    try {
      use(buffer.subarray(0, bytesRead), size);
    } catch (error) {
      // The file must not be closed under a read.
      await Promise.allSettled([reading]);
      throw error;
    }
    resting.push(buffer);
  }
}

function readChunk(handle: FileHandle, position: number): Promise<{ buffer: Buffer; bytesRead: number }> {
  return handle.read(resting.pop() ?? Buffer.allocUnsafeSlow(CHUNK), 0, CHUNK, position);
}

function requireSize(bytes: number, limit: number): void {
  if (bytes > limit) throw new RefusedFile('EFBIG', `it is larger than ${Math.floor(limit / 1e6)} MB`);
}
