import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { StoryFlowFailure, throwIfCancelled } from '../failure.ts';
import { fetchFile, matches, type FetchOptions } from './fetchFile.ts';
import { lockFolder } from './folderLock.ts';
import { readRecord, writeRecord, type InstalledModel } from './installed.ts';
import type { ManifestFile, ModelManifest } from './manifest.ts';
import { openSource } from './source.ts';

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
  await mkdir(home, { recursive: true });
  const unlock = await lockFolder(home, `The model ${manifest.id}`);
  try {
    const before = await readRecord(home);
    const missing = await missingFiles(home, wanted, signal);
    await checkSpace(folder, missing);
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
    return installed;
  } finally {
    await unlock();
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
  return manifest.files.filter(
    ({ voice }) => voice === undefined || (voices ? voices.includes(voice) : !needsOwnPhonemizer(voice)),
  );
}

/** Japanese and Chinese voices cannot be spoken yet: fetched only when they are asked for. */
function needsOwnPhonemizer(voice: string): boolean {
  return /^[jz][fm]_/.test(voice);
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

async function checkSpace(folder: string, files: readonly ManifestFile[]): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const needed = sum(files) + (files.length > 0 ? spareBytes : 0);
  if (free < needed)
    throw new StoryFlowFailure(
      'FAILED',
      `There is not enough room in ${folder}: ${megabytes(needed)} are needed, ${megabytes(free)} are free. Make room, or choose another folder with STORYFLOW_MODELS.`,
      { details: { needed, free } },
    );
}

function sum(files: readonly ManifestFile[]): number {
  return files.reduce((total, file) => total + file.size, 0);
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
