import { lstat, readdir, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { WorkFolder } from '../storage/workFolder.ts';
import { checksumOf } from './checksum.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import { cacheKey, entryFile } from './entryNames.ts';
import { evict } from './evict.ts';
import { removeOwnFiles } from './removeOwnFiles.ts';
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
export function createStore(root: WorkFolder, { limitBytes, graceSeconds = 600 }: StoreOptions): Store {
  const inUse = new Set<string>();
  let swept: Promise<void> | undefined;
  let unweighed = 0;
  let weighed = false;
  /** Where an entry would stand; undefined where no entry of its shard can. */
  const findEntry = async (key: string): Promise<string | undefined> => {
    const shard = await root.find(requireKey(key).slice(0, 2));
    return shard === undefined ? undefined : join(shard, key);
  };

  /** Looking at every entry costs: it is done at the first put, then for each sixteenth of the limit. */
  async function makeRoom(added: number): Promise<void> {
    unweighed += added;
    if (weighed && unweighed < limitBytes / 16) return;
    weighed = true;
    unweighed = 0;
    await evict(root, { limitBytes, graceSeconds, inUse });
  }

  async function get(key: string): Promise<string | undefined> {
    const entry = await findEntry(key);
    const found = entry && (await findWhole(entry, root));
    if (found !== undefined) inUse.add(key);
    return found;
  }

  async function put(
    key: string,
    produce: (tempFile: string) => Promise<void>,
    extension = '',
  ): Promise<string> {
    try {
      const target = join(await root.make(requireKey(key).slice(0, 2)), key);
      swept ??= sweepTempFolders(root);
      await swept;
      await using temp = await makeTempFolder(root);
      const tempFile = join(temp.path, `making${extension}`);
      await produce(tempFile);
      const { size, crc } = await checksumOf(tempFile);
      const name = `${size}-${crc.toString(16).padStart(8, '0')}${extension}`;
      await rename(tempFile, join(temp.path, name));
      inUse.add(key);
      const kept = await moveInto(temp.path, target, name, root);
      await makeRoom(size);
      return kept;
    } catch (error) {
      throw diskFailure(error, root.path);
    }
  }

  return {
    folder: root.path,
    get,
    has: async (key) => {
      const entry = await findEntry(key);
      return entry !== undefined && (await readdir(entry).catch(() => [])).length > 0;
    },
    put,
    async remove(key) {
      const entry = await findEntry(key);
      if (entry !== undefined) await discard(entry, root);
    },
    close: async () => {
      inUse.clear();
      // Also where nothing was put: an unchanged story, after an export that was killed.
      swept ??= sweepTempFolders(root);
      await swept;
      if (weighed) await evict(root, { limitBytes, graceSeconds, inUse });
    },
  };
}

function requireKey(key: string): string {
  if (!cacheKey.test(key)) throw new RangeError(`not a cache key: ${key}`);
  return key;
}

/** The entry's file if it is what its name says; a damaged entry is removed. */
async function findWhole(entry: string, root: WorkFolder): Promise<string | undefined> {
  const stands = await lstat(entry).catch(() => undefined);
  if (stands === undefined) return undefined;
  const names = stands.isDirectory() ? await readdir(entry).catch(() => []) : [];
  const [name] = names;
  if (name !== undefined && names.length === 1) {
    const file = join(entry, name);
    if (await isWhole(file, name)) {
      if (root.owned) await touch(file);
      return file;
    }
  }
  await discard(entry, root);
  return undefined;
}

async function isWhole(file: string, name: string): Promise<boolean> {
  const [, size, crc] = entryFile.exec(name) ?? [];
  if (size === undefined || crc === undefined) return false;
  try {
    // A link may lead to what never ends.
    const found = await lstat(file);
    if (!found.isFile() || found.size !== Number(size)) return false;
    const sum = await checksumOf(file);
    return sum.size === Number(size) && sum.crc === Number.parseInt(crc, 16);
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
async function moveInto(from: string, target: string, name: string, root: WorkFolder): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, target);
      return join(target, name);
    } catch (error) {
      const theirs = await findWhole(target, root);
      if (theirs !== undefined) return theirs;
      // Windows: a virus scanner may hold the new file for a moment.
      if (attempt === 3) throw error;
      await setTimeout(50 * attempt);
    }
  }
}

/**
 * Moved aside first, so that no reader sees half an entry; and removed where the folder is ours. What is no entry, such
 * as a link that somebody put there, is only moved.
 */
async function discard(entry: string, root: WorkFolder): Promise<void> {
  const aside = `${entry}.gone-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const doomed = await rename(entry, aside).then(
    () => aside,
    () => entry,
  );
  if (root.owned) await removeOwnFiles(doomed, entryFile);
}
