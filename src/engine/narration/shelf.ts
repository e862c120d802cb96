import { lstat, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { discardFile } from '../storage/atomicWrite.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import { StoryFlowFailure } from '../failure.ts';
import { openRegular, readRegular } from '../storage/regularFile.ts';
import { fateOf, ownName, ownNamePattern } from '../storage/ownMark.ts';
import type { WorkFolder } from '../storage/workFolder.ts';
import type { WordTiming } from './narrator.ts';
import { wavHeader } from './wav.ts';

/** What is kept beside each WAV. */
export interface SoundNote {
  text: string;
  /** Absent for a recording. */
  voice?: string;
  seconds: number;
  sampleFrames: number;
  channels: 1 | 2;
  /** `spoken`: told by the voice; `estimated`: from the lengths of the words, for recordings. */
  timing: 'spoken' | 'estimated';
  words: WordTiming[];
}

/** The finished sounds of one story: `<key>.wav` with `<key>.json` beside it. */
export interface Shelf {
  /** Undefined when it is missing, damaged or cut short. */
  find(key: string): Promise<{ wavFile: string; note: SoundNote } | undefined>;
  /** Has `make` write the WAV, then puts both files in place: whole or not at all. */
  put(
    key: string,
    make: (wavFile: string) => Promise<SoundNote>,
  ): Promise<{ wavFile: string; note: SoundNote }>;
  /** Lets a sound be made again that is not what its key promises. Its files stay until they are replaced. */
  refuse(key: string): void;
  /** Removes leftovers of dead runs, and, above the size limit, sounds that were not used for a week. */
  tidy(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const touchAfterMs = HOUR_MS;
/** Of other machines, whose processes cannot be asked whether they live. */
const leftoverAfterMs = 6 * HOUR_MS;
/** Bytes of sounds that this run did not use: about an hour and a half of older versions. */
const staleLimit = 512 * 1024 * 1024;
/** A run that narrates one segment uses few sounds: the others are no less part of the story. */
const staleAfterMs = 7 * 24 * HOUR_MS;

const ownWav = /^([0-9a-f]{32})\.wav$/;
const temporary = new RegExp(`^[0-9a-f]{32}\\.${ownNamePattern}\\.tmp(?:\\.json|\\.pcm)?$`);
/** Bytes. A note has a hundred for each word. */
const noteLimit = 16 * 1024 * 1024;

export function createShelf(folder: WorkFolder, limit = staleLimit): Shelf {
  const used = new Set<string>();
  const refused = new Set<string>();
  const wavOf = (key: string) => join(folder.path, `${key}.wav`);
  const noteOf = (key: string) => join(folder.path, `${key}.json`);

  async function find(key: string) {
    used.add(key);
    if (refused.has(key) || (await folder.find()) === undefined) return undefined;
    const note = await readNote(noteOf(key));
    const wavFile = wavOf(key);
    if (!note || !(await isWhole(wavFile, note))) return undefined;
    if (folder.owned) await touch(noteOf(key));
    return { wavFile, note };
  }

  async function put(key: string, make: (wavFile: string) => Promise<SoundNote>) {
    used.add(key);
    const temp = join(folder.path, `${key}.${ownName()}.tmp`);
    try {
      await folder.make();
      const note = await make(temp);
      if (!(await isWhole(temp, note))) throw notWhole(folder.path);
      await writeFile(`${temp}.json`, JSON.stringify(note), { flag: 'wx' });
      // The note goes last: it vouches for the sound.
      await rename(temp, wavOf(key));
      await rename(`${temp}.json`, noteOf(key));
      refused.delete(key);
      return { wavFile: wavOf(key), note };
    } catch (error) {
      throw diskFailure(error, folder.path);
    } finally {
      await discardFile(temp);
      await discardFile(`${temp}.json`);
    }
  }

  async function tidy(): Promise<void> {
    if (!folder.owned || (await folder.find()) === undefined) return;
    const files = await listFiles(folder.path);
    for (const file of files) if (isLeftOver(file)) await rm(join(folder.path, file.name), { force: true });
    const times = new Map(files.map(({ name, mtimeMs }) => [name, mtimeMs]));
    const stale = files
      .flatMap(({ name, size }) => {
        const key = ownWav.exec(name)?.[1];
        return key === undefined || used.has(key)
          ? []
          : [{ key, size, lastUsed: times.get(`${key}.json`) ?? 0 }];
      })
      .sort((a, b) => b.lastUsed - a.lastUsed);
    let kept = 0;
    for (const { key, size, lastUsed } of stale) {
      kept += size;
      if (kept <= limit || Date.now() - lastUsed < staleAfterMs) continue;
      await rm(noteOf(key), { force: true });
      await rm(wavOf(key), { force: true });
    }
  }

  return { find, put, refuse: (key) => refused.add(key), tidy };
}

function isLeftOver({ name, mtimeMs }: { name: string; mtimeMs: number }): boolean {
  const [, owner, pid] = temporary.exec(name) ?? [];
  if (owner === undefined) return false;
  const fate = fateOf(owner, Number(pid));
  return fate === 'unknown' ? Date.now() - mtimeMs > leftoverAfterMs : fate === 'dead';
}

/** A note may have come with somebody's story. */
const noteSchema = z.object({
  text: z.string(),
  voice: z.string().optional(),
  seconds: z.number().nonnegative(),
  sampleFrames: z.int().nonnegative(),
  channels: z.union([z.literal(1), z.literal(2)]),
  timing: z.enum(['spoken', 'estimated']),
  words: z.array(
    z.object({
      word: z.string(),
      start: z.number(),
      end: z.number(),
      textStart: z.int().nonnegative(),
      textEnd: z.int().nonnegative(),
    }),
  ),
});

function notWhole(folder: string): StoryFlowFailure {
  const message = `A sound could not be written whole in ${folder}. Make sure that there is room on that disk, and try again.`;
  return new StoryFlowFailure('FAILED', message, { details: { place: folder } });
}

async function readNote(file: string): Promise<SoundNote | undefined> {
  try {
    const note: unknown = JSON.parse((await readRegular(file, noteLimit)).toString('utf8'));
    const { voice, ...rest } = noteSchema.parse(note);
    return voice === undefined ? rest : { ...rest, voice };
  } catch {
    return undefined;
  }
}

/** Byte for byte the header that it was given, and as many samples behind it: no reader can see it otherwise. */
async function isWhole(wavFile: string, { sampleFrames, channels }: SoundNote): Promise<boolean> {
  try {
    const expected = wavHeader(sampleFrames, channels, 48_000);
    const handle = await openRegular(wavFile);
    try {
      const { size } = await handle.stat();
      const { buffer } = await handle.read(Buffer.alloc(expected.length), 0, expected.length, 0);
      return size === expected.length + sampleFrames * channels * 2 && buffer.equals(expected);
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/** Use is what the time of a note records; once an hour is exact enough. */
async function touch(file: string): Promise<void> {
  const now = new Date();
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: now.getTime() }));
  if (now.getTime() - mtimeMs > touchAfterMs) await utimes(file, now, now).catch(() => undefined);
}

async function listFiles(folder: string): Promise<{ name: string; size: number; mtimeMs: number }[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const stats = await lstat(join(folder, name)).catch(() => undefined);
      return stats?.isFile() ? { name, size: stats.size, mtimeMs: stats.mtimeMs } : undefined;
    }),
  );
  return found.filter((file) => file !== undefined);
}
