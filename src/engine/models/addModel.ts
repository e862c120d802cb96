import { lstat, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../storage/folders.ts';
import { StoryFlowFailure, throwIfCancelled } from '../failure.ts';
import { fetchFile, matches, type FetchOptions } from './fetchFile.ts';
import { lockModel } from './folderLock.ts';
import { readRecord, writeRecord, type InstalledModel } from './installed.ts';
import { defaultFiles, type ManifestFile, type ModelManifest } from './manifest.ts';
import { megabytes } from './megabytes.ts';
import { openSource } from './source.ts';
import { forgetTold } from './told.ts';

export interface AddOptions {
  manifest: ModelManifest;
  /** Folder of all models. */
  folder: string;
  /** Mirror's URL, or a folder; undefined = where the model is published. */
  source?: string | undefined;
  /** Voices to fetch; undefined = all that StoryFlow can speak. */
  voices?: readonly string[] | undefined;
  signal: AbortSignal;
  onProgress?: (progress: AddProgress) => void;
  /** For tests. */
  timing?: Pick<FetchOptions, 'attempts' | 'patience' | 'delay'>;
}

export interface AddProgress {
  /** Path of the file under way. */
  file: string;
  /** 1-based. */
  fileNumber: number;
  fileCount: number;
  /** Of all files, those that were there already included. */
  bytes: number;
  totalBytes: number;
}

/** Left free on the disk. */
const spareBytes = 64 * 1024 * 1024;

/**
 * Fetches a model, or what it lacks. It counts as installed only when every file is verified.
 *
 * @throws StoryFlowFailure FAILED with what is wrong and what to do, CANCELLED.
 */
export async function addModel(options: AddOptions): Promise<InstalledModel> {
  const { manifest, folder, signal } = options;
  const home = join(folder, manifest.id);
  const wanted = chosenFiles(manifest, options.voices);
  const place = options.source ?? manifest.source;
  if (place === '')
    throw new StoryFlowFailure('USAGE', `The model ${manifest.id} names no source: give one with --source.`);
  const source = openSource(place);
  await makeFolders(home).catch((error: unknown) => {
    throw notWritable(folder, error);
  });
  const lock = await lockModel(home, manifest.id);
  try {
    await refuseLinks(home, wanted);
    const before = await readRecord(home);
    const missing = await missingFiles(home, wanted, signal);
    await checkSpace(folder, home, missing);
    const totalBytes = sum(wanted);
    let done = totalBytes - sum(missing);
    const offset = wanted.length - missing.length;
    for (const [index, file] of missing.entries()) {
      throwIfCancelled(signal);
      await fetchFile({
        source,
        file,
        target: join(home, ...file.path.split('/')),
        signal,
        onBytes: (bytes) =>
          options.onProgress?.({
            file: file.path,
            fileNumber: offset + index + 1,
            fileCount: wanted.length,
            bytes: done + bytes,
            totalBytes,
          }),
        ...options.timing,
      });
      done += file.size;
    }
    const kept = (before?.files ?? []).filter((file) => !wanted.some(({ path }) => path === file.path));
    const files = [...wanted, ...kept.filter((file) => isCurrent(manifest, file))];
    const installed = { ...manifest, source: place, files, home, installedAt: new Date().toISOString() };
    await writeRecord(installed);
    await forgetTold(folder);
    return installed;
  } finally {
    await lock.release();
  }
}

/** What is written must land in the model's folder: a link in it could lead to any file of the user's. */
async function refuseLinks(home: string, files: readonly ManifestFile[]): Promise<void> {
  const inside = new Set(
    files.flatMap(({ path }) => {
      const parts = path.split('/');
      return [...parts.keys()].map((last) => parts.slice(0, last + 1).join('/')).concat(`${path}.part`);
    }),
  );
  for (const path of inside) {
    const place = join(home, ...path.split('/'));
    const found = await lstat(place).catch(() => undefined);
    if (found?.isSymbolicLink())
      throw new StoryFlowFailure(
        'FAILED',
        `${place} is a link to another place. Delete it: a model's files must lie in its own folder.`,
        { details: { file: place } },
      );
  }
}

/** @throws StoryFlowFailure USAGE for a voice that the model does not have. */
function chosenFiles(manifest: ModelManifest, voices: readonly string[] | undefined): ManifestFile[] {
  const known = manifest.files.map((file) => file.voice).filter((voice) => voice !== undefined);
  const unknown = voices?.find((voice) => !known.includes(voice));
  if (unknown !== undefined)
    throw new StoryFlowFailure(
      'USAGE',
      `${manifest.name} has no voice "${unknown}". It has ${known.join(', ')}.`,
    );
  if (!voices) return defaultFiles(manifest);
  return manifest.files.filter(({ voice }) => voice === undefined || voices.includes(voice));
}

/** What is there is hashed again: adding a model is also how a damaged one is repaired. */
async function missingFiles(
  home: string,
  wanted: readonly ManifestFile[],
  signal: AbortSignal,
): Promise<ManifestFile[]> {
  const missing: ManifestFile[] = [];
  for (const file of wanted) {
    throwIfCancelled(signal);
    if (!(await matches(join(home, ...file.path.split('/')), file, signal))) missing.push(file);
  }
  return missing;
}

function isCurrent(manifest: ModelManifest, file: ManifestFile): boolean {
  return manifest.files.some(({ path, sha256 }) => path === file.path && sha256 === file.sha256);
}

async function checkSpace(folder: string, home: string, files: readonly ManifestFile[]): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  // What an interrupted download left behind is continued.
  const begun = await Promise.all(
    files.map(({ path }) => stat(join(home, ...`${path}.part`.split('/'))).catch(() => ({ size: 0 }))),
  );
  const rest = Math.max(0, sum(files) - sum(begun));
  const needed = rest + (files.length > 0 ? spareBytes : 0);
  if (free < needed)
    throw new StoryFlowFailure(
      'FAILED',
      `There is not enough room in ${folder}: ${megabytes(needed)} are needed, ${megabytes(free)} are free. Make room, or choose another folder for models (STORYFLOW_MODELS, or the setting storyflow.modelsFolder).`,
      { details: { needed, free } },
    );
}

function notWritable(folder: string, cause: unknown): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `The folder for models ${folder} cannot be made: ${(cause as Error).message}. Choose another one (STORYFLOW_MODELS, or the setting storyflow.modelsFolder).`,
    { cause, details: { folder } },
  );
}

function sum(files: readonly { size: number }[]): number {
  return files.reduce((total, file) => total + file.size, 0);
}
