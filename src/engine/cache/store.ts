import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { checksumOf } from './checksum.ts';
import { diskFailure } from './diskFailure.ts';
import { evict } from './evict.ts';
import { makeTempFolder, sweepTempFolders } from './tempFolder.ts';

/**
 * Files kept by the content they were made from. Several processes may use one folder at once.
 *
 * `FOLDER/KE/KEY/SIZE-CRC.ext`: the file's own name says what it must hold, so there is no index that could be
 * lost or disagree, and an entry appears, whole, by one rename.
 */
export interface Store {
  readonly folder: string;
  /**
   * Absolute path of the entry's file, which is not evicted while this store is open; undefined when there is
   * none, or when it was damaged (then it is removed).
   */
  get(key: string): Promise<string | undefined>;
  /** Whether there is an entry, without looking whether it is whole. */
  has(key: string): Promise<boolean>;
  /**
   * Calls `produce` with the path of a file to write, and keeps what it wrote. When it fails, nothing remains.
   * Two producers of one key may run at once: the first to finish is kept.
   *
   * @returns Absolute path of the entry's file.
   * @throws StoryFlowFailure when the disk is full or not writable; whatever `produce` throws.
   */
  put(key: string, produce: (tempFile: string) => Promise<void>, extension?: string): Promise<string>;
  remove(key: string): Promise<void>;
  /** Lets go of all entries in use and evicts down to the limit. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** The least recently used entries go when all together are larger. Entries in use may exceed it. */
  limitBytes: number;
  /** Entries used this recently, by whatever process, are not evicted. */
  graceSeconds?: number;
}

/** The folder is made when the first entry is put. */
export function createStore(folder: string, { limitBytes, graceSeconds = 600 }: StoreOptions): Store {
  const inUse = new Set<string>();
  let swept: Promise<void> | undefined;
  let unweighed = 0;
  let weighed = false;
  const entryFolder = (key: string) => join(folder, requireKey(key).slice(0, 2), key);

  /** Looking at every entry costs: it is done at the first put, then for each sixteenth of the limit. */
  async function makeRoom(added: number): Promise<void> {
    unweighed += added;
    if (weighed && unweighed < limitBytes / 16) return;
    weighed = true;
    unweighed = 0;
    await evict(folder, { limitBytes, graceSeconds, inUse });
  }

  async function get(key: string): Promise<string | undefined> {
    const found = await findWhole(entryFolder(key));
    if (found !== undefined) inUse.add(key);
    return found;
  }

  async function put(
    key: string,
    produce: (tempFile: string) => Promise<void>,
    extension = '',
  ): Promise<string> {
    const target = entryFolder(key);
    try {
      swept ??= sweepTempFolders(folder);
      await swept;
      await using temp = await makeTempFolder(folder);
      const tempFile = join(temp.path, `making${extension}`);
      await produce(tempFile);
      const { size, crc } = await checksumOf(tempFile);
      const name = `${size}-${crc.toString(16).padStart(8, '0')}${extension}`;
      await rename(tempFile, join(temp.path, name));
      inUse.add(key);
      const kept = await moveInto(temp.path, target, name);
      await makeRoom(size);
      return kept;
    } catch (error) {
      throw diskFailure(error, folder);
    }
  }

  return {
    folder,
    get,
    has: async (key) => (await readdir(entryFolder(key)).catch(() => [])).length > 0,
    put,
    remove: async (key) => discard(entryFolder(key)),
    close: async () => {
      inUse.clear();
      if (weighed) await evict(folder, { limitBytes, graceSeconds, inUse });
    },
  };
}

function requireKey(key: string): string {
  if (!/^[0-9a-z][0-9a-z_-]{7,127}$/.test(key)) throw new RangeError(`not a cache key: ${key}`);
  return key;
}

/** The entry's file if it is what its name says; a damaged entry is removed. */
async function findWhole(entry: string): Promise<string | undefined> {
  const names = await readdir(entry).catch(() => undefined);
  if (names === undefined) return undefined;
  const [name] = names;
  if (name !== undefined && names.length === 1) {
    const file = join(entry, name);
    if (await isWhole(file, name)) {
      await touch(file);
      return file;
    }
  }
  await discard(entry);
  return undefined;
}

async function isWhole(file: string, name: string): Promise<boolean> {
  const [, size, crc] = /^(\d+)-([0-9a-f]{8})(?:\.|$)/.exec(name) ?? [];
  if (size === undefined || crc === undefined) return false;
  try {
    if ((await stat(file)).size !== Number(size)) return false;
    const found = await checksumOf(file);
    return found.size === Number(size) && found.crc === Number.parseInt(crc, 16);
  } catch {
    return false;
  }
}

/** The modification time records the last use; a file system that refuses it just evicts in another order. */
async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

/** Renames the folder `from` to `target`, unless another producer's whole entry already stands there. */
async function moveInto(from: string, target: string, name: string): Promise<string> {
  await mkdir(join(target, '..'), { recursive: true });
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, target);
      return join(target, name);
    } catch (error) {
      const theirs = await findWhole(target);
      if (theirs !== undefined) return theirs;
      // Windows: a virus scanner may hold the new file for a moment.
      if (attempt === 3) throw error;
      await setTimeout(50 * attempt);
    }
  }
}

/** Moved aside first where that works, so that no reader sees half an entry. */
async function discard(entry: string): Promise<void> {
  const aside = `${entry}.gone-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const doomed = await rename(entry, aside).then(
    () => aside,
    () => entry,
  );
  await rm(doomed, { recursive: true, force: true });
}
