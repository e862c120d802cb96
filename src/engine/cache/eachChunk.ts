import { open, type FileHandle } from 'node:fs/promises';

const CHUNK = 1 << 18;

/** Buffers that nobody reads into. Made anew for every file, they would have V8 collect all its garbage over and over. */
const resting: Buffer[] = [];

/**
 * Hands over a file from its beginning to its end, at most 256 KiB at a time, while the next are being read. The bytes
 * are valid until `use` returns.
 *
 * @returns The number of bytes.
 * @throws Error of the file system, or what `use` throws.
 */
export async function eachChunk(file: string, use: (chunk: Uint8Array) => void): Promise<number> {
  const handle = await open(file, 'r');
  try {
    return await readAll(handle, use);
  } finally {
    await handle.close();
  }
}

async function readAll(handle: FileHandle, use: (chunk: Uint8Array) => void): Promise<number> {
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
      use(buffer.subarray(0, bytesRead));
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
