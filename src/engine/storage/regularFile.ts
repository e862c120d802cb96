import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** Why a file was not read, beside the errors of the file system. */
export type RefusalCode = 'EISDIR' | 'ENOTREGULAR' | 'EFBIG' | 'ETIMEDOUT';

/** A file that is not read. Its message completes "… cannot be read: ". */
export class RefusedFile extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** How long a file may take to answer: a network disk that is gone lets its readers wait for ever. */
const PATIENCE_MS = 60_000;
const CHUNK = 1 << 18;

/**
 * Opens a file for reading, through links too, if in the end it is a regular one. Looked at before it is opened, since
 * opening alone sets some devices to work, and after, since it may have been exchanged; and opened without waiting,
 * since a pipe would wait for its writer.
 *
 * @throws RefusedFile EISDIR, ENOTREGULAR or ETIMEDOUT; Error of the file system.
 */
export async function openRegular(file: string): Promise<FileHandle> {
  return inTime(async () => {
    requireRegular(await stat(file));
    // Windows has neither flag.
    const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants as Partial<typeof constants>;
    const handle = await open(file, (O_RDONLY ?? 0) | (O_NONBLOCK ?? 0) | (O_NOCTTY ?? 0));
    try {
      requireRegular(await handle.stat());
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  });
}

/**
 * The whole file. What the file says of its size is not relied on: files of `/proc` say 0, and others grow.
 *
 * @param limitBytes The most that is read.
 * @throws RefusedFile, also EFBIG; Error of the file system.
 */
export async function readRegular(file: string, limitBytes: number): Promise<Buffer> {
  const handle = await openRegular(file);
  try {
    return await inTime(async () => readUpTo(handle, limitBytes));
  } finally {
    // A read that never ends keeps the handle; waiting for it to close would wait as long.
    handle.close().catch(() => undefined);
  }
}

async function readUpTo(handle: FileHandle, limitBytes: number): Promise<Buffer> {
  const tooLarge = () => new RefusedFile('EFBIG', `it is larger than ${inWords(limitBytes)}`);
  const { size } = await handle.stat();
  if (size > limitBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let total = 0;
  // One byte more than there should be: its absence shows the end without another buffer.
  for (let room = Math.min(size, limitBytes) + 1; ; room = CHUNK) {
    const chunk = Buffer.allocUnsafe(room);
    const { bytesRead } = await handle.read(chunk, 0, room, total);
    if (bytesRead === 0) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, total);
    total += bytesRead;
    if (total > limitBytes) throw tooLarge();
    chunks.push(chunk.subarray(0, bytesRead));
  }
}

function requireRegular(stats: Stats): void {
  if (stats.isDirectory()) throw new RefusedFile('EISDIR', 'it is a folder');
  if (!stats.isFile())
    throw new RefusedFile('ENOTREGULAR', 'it is no ordinary file but a device, a pipe or a socket');
}

async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new RefusedFile('ETIMEDOUT', `its disk has not answered for ${PATIENCE_MS / 1000} s`)),
      PATIENCE_MS,
    );
    timer.unref();
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function inWords(bytes: number): string {
  return bytes >= 1e6 ? `${Math.floor(bytes / 1e6)} MB` : `${Math.floor(bytes / 1e3)} KB`;
}

const troubles: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  ELOOP: 'it is a link that leads back to itself',
  ENAMETOOLONG: 'its name is too long for this system',
  EIO: 'its disk reports an error',
  EMFILE: 'too many files are open; close other programs and try again',
  ENFILE: 'too many files are open; close other programs and try again',
  ENOMEM: 'there is not enough memory; close other programs and try again',
  ENXIO: 'it is no ordinary file but a device, a pipe or a socket',
  EAGAIN: 'it is no ordinary file: it waits for somebody to write it',
  ERR_INVALID_ARG_VALUE: 'its name holds a character that no file name may have',
};

/** What kept a file from being read, as the end of a sentence: "… cannot be read: it is a folder". */
export function readingTrouble(error: unknown): string {
  if (error instanceof RefusedFile) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(troubles, code)) return troubles[code]!;
  return error instanceof Error ? error.message : String(error);
}
