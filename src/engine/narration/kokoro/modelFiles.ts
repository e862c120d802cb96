import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StoryFlowFailure } from '../../failure.ts';
import { installedModels } from '../../models/installed.ts';
import { openRegular, readRegular } from '../../storage/regularFile.ts';
import { modelsFolder } from '../../userFolders.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';

/** A Kokoro model on disk. */
export interface KokoroFiles {
  modelFile: string;
  voicesFolder: string;
  vocabulary: Vocabulary;
  /** Changes whenever the model does; part of cache keys. */
  version: string;
}

/**
 * Finds the model: `folder` is one model's own folder or one with several models in it; without it, the user's
 * shared folder is meant.
 *
 * @throws StoryFlowFailure NOT_READY when there is none, FAILED when it is damaged.
 */
export async function findKokoro(folder: string = modelsFolder()): Promise<KokoroFiles> {
  const found = (await modelIn(folder)) ?? (await firstInstalled(folder));
  if (!found) throw missing(folder);
  const { home, modelFile } = found;
  const vocabularyFile = await firstExisting(
    [join(home, 'config.json'), join(home, 'tokenizer.json')],
    holdsVocabulary,
  );
  if (vocabularyFile === undefined)
    throw incomplete(home, 'config.json or tokenizer.json with its table of symbols');
  const vocabulary = readVocabulary(await readTable(vocabularyFile), vocabularyFile);
  const { size, mtimeMs } = await statRegular(modelFile).catch(() => {
    throw incomplete(home, basename(modelFile));
  });
  return {
    modelFile,
    voicesFolder: join(home, 'voices'),
    vocabulary,
    version: found.sha256 ?? `${basename(modelFile)} ${size} ${Math.round(mtimeMs)}`,
  };
}

/** Ids of the voices that are there. */
export async function voiceFiles({ voicesFolder }: Pick<KokoroFiles, 'voicesFolder'>): Promise<string[]> {
  const names = await readdir(voicesFolder).catch(() => []);
  return names
    .filter((name) => /^[abefhijpz][fm]_[a-z0-9]+\.bin$/.test(name))
    .map((name) => name.slice(0, -4))
    .sort();
}

interface FoundModel {
  home: string;
  modelFile: string;
  sha256?: string;
}

async function modelIn(home: string): Promise<FoundModel | undefined> {
  for (const folder of [join(home, 'onnx'), home]) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.onnx')).sort();
    // Of several, the smallest name is the plain `model.onnx`.
    if (names[0] !== undefined) return { home, modelFile: join(folder, names[0]) };
  }
  return undefined;
}

async function firstInstalled(folder: string): Promise<FoundModel | undefined> {
  for (const { home, files } of await installedModels(folder)) {
    const model = files.find((file) => file.path.endsWith('.onnx'));
    if (model) return { home, modelFile: join(home, ...model.path.split('/')), sha256: model.sha256 };
  }
  return undefined;
}

async function firstExisting(
  files: string[],
  accepts: (file: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const file of files) if (await accepts(file)) return file;
  return undefined;
}

/** The `config.json` of some exports is 44 bytes about something else; their table is in `tokenizer.json`. */
async function holdsVocabulary(file: string): Promise<boolean> {
  return readTable(file).then(
    (text) => text.includes('"vocab"'),
    () => false,
  );
}

/** Bytes; the known ones have thousands. */
const mostTableBytes = 16_000_000;

async function readTable(file: string): Promise<string> {
  return (await readRegular(file, mostTableBytes)).toString('utf8');
}

/** The runtime opens it by its name, and would wait for ever before a pipe. */
async function statRegular(file: string): Promise<{ size: number; mtimeMs: number }> {
  const handle = await openRegular(file);
  try {
    return await handle.stat();
  } finally {
    await handle.close();
  }
}

function missing(folder: string): StoryFlowFailure {
  return new StoryFlowFailure(
    'NOT_READY',
    `The Kokoro voice model is not installed (looked in ${folder}). Run "storyflow models add" to fetch it, or choose an espeak voice such as en-us.`,
    { details: { folder } },
  );
}

function incomplete(home: string, what: string): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `The voice model in ${home} has no ${what}. Run "storyflow models add" again: it fetches what is missing.`,
    { details: { folder: home } },
  );
}
