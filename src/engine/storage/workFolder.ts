import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { createFile } from './atomicWrite.ts';
import { makeFolders } from './folders.ts';
import { readRegular } from './regularFile.ts';

/**
 * `.storyflow/NAME/`, where a story's caches are kept. It may have come with a story from anybody: so nothing in it is
 * written through a link, and nothing in it is deleted unless this user's StoryFlow made it (SECURITY.md).
 */
export interface WorkFolder {
  /** Absolute. It may not be there yet. */
  readonly path: string;
  /** This user's StoryFlow made the folder: only then may files be deleted that this process has not just made. */
  readonly owned: boolean;
  /**
   * Makes the folder `names` below it, and itself, as far as they are missing.
   *
   * @returns Its absolute path.
   * @throws StoryFlowFailure FAILED where a level is a link, a mount or a file; Error of the file system.
   */
  make(...names: readonly string[]): Promise<string>;
  /** The absolute path of a folder below it; undefined when it is not there, or {@link make} would refuse it. */
  find(...names: readonly string[]): Promise<string | undefined>;
}

/** In the folder, and under its id in the user's own: a folder that was shared cannot bring both. */
const MARKER = 'owner.json';
const MARKER_LIMIT = 4096;

/**
 * @param path `…/.storyflow/NAME`.
 * @param stateFolder Where this user's StoryFlow remembers the folders that it made.
 */
export async function openWorkFolder(path: string, stateFolder: string): Promise<WorkFolder> {
  const top = dirname(path);
  let knownDevice: Promise<number> | undefined;
  /** The story's own folder stays where it is while it is worked on. */
  const device = () => {
    knownDevice ??= deviceOf(top);
    knownDevice.catch(() => (knownDevice = undefined));
    return knownDevice;
  };
  const below = (names: readonly string[]) => [
    top,
    path,
    ...names.map((_, i) => join(path, ...names.slice(0, i + 1))),
  ];
  let owned = (await isRealFolder(path, top)) && (await isMarked(path, stateFolder));

  async function make(...names: readonly string[]): Promise<string> {
    const own = await device();
    for (const level of below(names)) {
      const found = await lstat(level).catch(() => undefined);
      const made = found === undefined && (await makeLevel(level));
      if (!made) requireReal(level, found ?? (await lstat(level)), own);
      // In one that is empty there is nothing that could be somebody else's.
      if (level === path && !owned && (made || (await isEmpty(path)))) owned = await mark(path, stateFolder);
    }
    return join(path, ...names);
  }

  async function find(...names: readonly string[]): Promise<string | undefined> {
    const own = await device().catch(() => undefined);
    for (const level of below(names)) {
      const found = await lstat(level).catch(() => undefined);
      if (!found || refusal(found, own) !== undefined) return undefined;
    }
    return join(path, ...names);
  }

  return {
    path,
    get owned() {
      return owned;
    },
    make,
    find,
  };
}

/** A folder that this process has just made, such as a temporary one: everything in it is its own. */
export function ownFolder(path: string): WorkFolder {
  const make = async (...names: readonly string[]) => {
    const folder = join(path, ...names);
    await makeFolders(folder);
    return folder;
  };
  const find = async (...names: readonly string[]) => {
    const folder = join(path, ...names);
    return (await lstat(folder).catch(() => undefined))?.isDirectory() ? folder : undefined;
  };
  return { path, owned: true, make, find };
}

/** For those who keep nothing. */
export const noFolder: WorkFolder = {
  path: '',
  owned: false,
  make: () => Promise.reject(new Error('there is no folder to keep anything in')),
  find: async () => undefined,
};

/** A folder below another one, under the same guard. */
export function below(parent: WorkFolder, ...names: readonly string[]): WorkFolder {
  return {
    path: join(parent.path, ...names),
    get owned() {
      return parent.owned;
    },
    make: (...more) => parent.make(...names, ...more),
    find: (...more) => parent.find(...names, ...more),
  };
}

/**
 * What in a working folder keeps StoryFlow from using it: each link, mount or file where a folder of its own should be.
 * Looks at the folder, those in it, and those in them.
 *
 * @param path `…/.storyflow/NAME`. @returns One sentence each, at most ten.
 */
export async function workFolderTroubles(path: string): Promise<string[]> {
  const top = dirname(path);
  const device = await deviceOf(top).catch(() => undefined);
  const troubles: string[] = [];
  const look = async (level: string, depth: number, mayBeFile: boolean): Promise<void> => {
    const found = await lstat(level).catch(() => undefined);
    if (!found || troubles.length === 10) return;
    if (mayBeFile && found.isFile()) return;
    const why = refusal(found, device);
    if (why !== undefined) troubles.push(refusalSentence(level, why));
    else if (depth > 0)
      for (const entry of await readdir(level, { withFileTypes: true }).catch(() => []))
        if (!entry.isFile()) await look(join(level, entry.name), depth - 1, true);
  };
  await look(top, 0, false);
  if (troubles.length === 0) await look(path, 2, false);
  return troubles;
}

/** @returns True when it was not there. */
async function makeLevel(level: string): Promise<boolean> {
  try {
    await mkdir(level);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder)).length === 0;
}

/** The device that holds the story; another one below it is a mount. */
async function deviceOf(top: string): Promise<number> {
  return (await stat(dirname(top))).dev;
}

/** Windows shows junctions and mounted volumes as links. */
function refusal(found: Stats, device: number | undefined): string | undefined {
  if (found.isSymbolicLink()) return 'a link';
  if (!found.isDirectory()) return 'no folder';
  return device !== undefined && found.dev !== device ? 'another disk that is mounted there' : undefined;
}

function requireReal(level: string, found: Stats, device: number): void {
  const why = refusal(found, device);
  if (why === undefined) return;
  throw new StoryFlowFailure('FAILED', refusalSentence(level, why), { details: { folder: level } });
}

function refusalSentence(level: string, why: string): string {
  return `${level} is ${why}: StoryFlow keeps its files only in ordinary folders. Delete it (not what is behind it) and try again.`;
}

async function isRealFolder(path: string, top: string): Promise<boolean> {
  const device = await deviceOf(top).catch(() => undefined);
  for (const level of [top, path]) {
    const found = await lstat(level).catch(() => undefined);
    if (!found || refusal(found, device) !== undefined) return false;
  }
  return true;
}

/** Tells of a folder that was just made. @returns False where there is no place to remember it. */
async function mark(path: string, stateFolder: string): Promise<boolean> {
  const id = randomUUID();
  try {
    const inode = await inodeOf(path);
    await makeFolders(join(stateFolder, 'folders'));
    await createFile(memoryFile(stateFolder, id), JSON.stringify({ path, inode }));
    // On a full disk nothing remains: the folder is still empty, and is marked when there is room.
    await createFile(join(path, MARKER), JSON.stringify({ id }));
    return true;
  } catch {
    await rm(memoryFile(stateFolder, id), { force: true }).catch(() => undefined);
    return false;
  }
}

async function isMarked(path: string, stateFolder: string): Promise<boolean> {
  const id = (await readJson(join(path, MARKER)))?.['id'];
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) return false;
  const memory = await readJson(memoryFile(stateFolder, id));
  if (!memory) return false;
  // A folder keeps its inode when it is moved; some disks give new ones each time they are mounted.
  return memory['path'] === path || memory['inode'] === (await inodeOf(path).catch(() => ''));
}

function memoryFile(stateFolder: string, id: string): string {
  return join(stateFolder, 'folders', `${id}.json`);
}

async function inodeOf(path: string): Promise<string> {
  const { ino, birthtimeNs } = await stat(path, { bigint: true });
  return `${ino} ${birthtimeNs}`;
}

async function readJson(file: string): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse((await readRegular(file, MARKER_LIMIT)).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
