import { join, resolve } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { addModel, type AddProgress } from '../models/addModel.ts';
import { catalogue } from '../models/catalogue.ts';
import { findInstalled, removeModel, verifyModel } from '../models/checkModel.ts';
import { installedModels, type InstalledModel } from '../models/installed.ts';
import { fetchedBytes, heldBy } from '../models/found.ts';
import { defaultFiles, mostManifestBytes, parseManifest, type ModelManifest } from '../models/manifest.ts';
import { megabytes } from '../models/megabytes.ts';
import { readingTrouble, readRegular } from '../storage/regularFile.ts';
import type { ListedModel } from '../protocol.ts';
import type { Answer, CommandRun } from './command.ts';
import type { ModelOptions } from './models.ts';
import { toolsOf } from './options.ts';

// What the commands of `models.ts` do.

export async function list(run: CommandRun, _id: string | undefined, options: ModelOptions): Promise<Answer> {
  const folder = folderOf(run, options);
  const installed = await installedModels(folder);
  const known = [...(await ownManifest(run, options)), ...catalogue];
  const others = installed.filter((model) => known.every(({ id }) => id !== model.id));
  const models = await Promise.all(
    [...known, ...others].map(async (manifest, index): Promise<ListedModel> => {
      const there = installed.find((model) => model.id === manifest.id);
      const files = there?.files ?? defaultFiles(manifest);
      return {
        id: manifest.id,
        name: manifest.name,
        description: manifest.description,
        licence: manifest.licence,
        recommended: index === 0,
        installed: there !== undefined,
        folder: there?.home ?? null,
        voices: files.flatMap(({ voice }) => voice ?? []),
        size: sizeOf({ files }),
        fetched: await fetchedBytes(join(folder, manifest.id), files),
      };
    }),
  );
  const lines = models.map(
    (model) =>
      `${model.id.padEnd(16)}  ${stateOf(model).padEnd(9)}  ${megabytes(model.size).padStart(7)}  ${model.description}`,
  );
  return { fields: { folder, models }, text: [...lines, `Models live in ${folder}.`].join('\n') };
}

function stateOf({
  installed,
  fetched,
  size,
}: {
  installed: boolean;
  fetched: number;
  size: number;
}): string {
  if (installed) return 'installed';
  return fetched > 0 ? `${Math.floor((100 * fetched) / size)} % there` : '';
}

export async function add(run: CommandRun, id: string | undefined, options: ModelOptions): Promise<Answer> {
  const folder = folderOf(run, options);
  const place = options.source ?? run.host.env.STORYFLOW_MODEL_SOURCE;
  const source = place && !/^[a-z]+:\/\//i.test(place) ? resolve(run.host.cwd, place) : place;
  const manifest = await manifestOf(run, id, options, source);
  const voices = chosenVoices(options, manifest);
  const model = await addModel({
    manifest,
    folder,
    source,
    voices,
    signal: run.host.signal,
    onProgress: progressReporter(run, manifest),
  });
  return {
    fields: { model: describe(model) },
    text: `${model.name} is installed in ${model.home}. "storyflow voices" lists its voices.`,
  };
}

export async function remove(
  run: CommandRun,
  id: string | undefined,
  options: ModelOptions,
): Promise<Answer> {
  const model = await findInstalled(folderOf(run, options), id!);
  const freed = await removeModel(model);
  return {
    fields: { id: model.id, freed },
    text: `${model.name} is removed: ${megabytes(freed)} are free again.`,
  };
}

export async function verify(
  run: CommandRun,
  id: string | undefined,
  options: ModelOptions,
): Promise<Answer> {
  const folder = folderOf(run, options);
  const models = id === undefined ? await installedModels(folder) : [await findInstalled(folder, id)];
  const checked = [];
  for (const model of models)
    checked.push({ ...describe(model), files: await verifyModel(model, run.host.signal) });
  const wrong = checked.flatMap(({ id: model, files }) =>
    files.filter(({ state }) => state !== 'ok').map(({ path, state }) => ({ model, path, state })),
  );
  if (wrong.length > 0)
    throw new StoryFlowFailure(
      'FAILED',
      `${wrong.map(({ model, path, state }) => `${model}/${path} is ${state === 'cut-short' ? 'cut short' : state}.`).join('\n')}\nRun "storyflow models add ${wrong[0]!.model}" to fetch it again.`,
      { details: { wrong } },
    );
  const text = checked
    .map(({ name, files }) => `${name}: all ${files.length} files are as published.`)
    .join('\n');
  return { fields: { models: checked }, text: text || `No model is installed in ${folder}.` };
}

function folderOf(run: CommandRun, options: ModelOptions): string {
  return toolsOf(run, options).modelFolder;
}

/** Without a name: the one that the source folder holds, or that is installed, or the one to recommend. */
async function manifestOf(
  run: CommandRun,
  id: string | undefined,
  options: ModelOptions,
  source: string | undefined,
): Promise<ModelManifest> {
  const own = await ownManifest(run, options);
  if (own[0] && (id === undefined || id === own[0].id)) return own[0];
  const manifest =
    id === undefined
      ? ((await heldBy(source, catalogue)) ?? (await knownInstalled(folderOf(run, options))) ?? catalogue[0])
      : catalogue.find((candidate) => candidate.id === id);
  if (manifest) return manifest;
  const known = catalogue.map((model) => model.id).join(', ');
  throw new StoryFlowFailure(
    'USAGE',
    `There is no model "${id}". There are ${known}; one of your own needs --manifest.`,
  );
}

async function knownInstalled(folder: string): Promise<ModelManifest | undefined> {
  const installed = await installedModels(folder);
  return catalogue.find(({ id }) => installed.some((model) => model.id === id));
}

async function ownManifest(run: CommandRun, { manifest }: ModelOptions): Promise<ModelManifest[]> {
  if (manifest === undefined) return [];
  const file = resolve(run.host.cwd, manifest);
  const text = await readRegular(file, mostManifestBytes).catch((cause: unknown) => {
    throw new StoryFlowFailure(
      'USAGE',
      `The model manifest ${file} cannot be read: ${readingTrouble(cause)}.`,
      {
        cause,
      },
    );
  });
  return [parseManifest(text.toString('utf8'), file)];
}

function chosenVoices({ voices }: ModelOptions, manifest: ModelManifest): string[] | undefined {
  if (voices === undefined) return undefined;
  if (voices === 'all') return manifest.files.flatMap(({ voice }) => voice ?? []);
  return voices
    .split(',')
    .map((voice) => voice.trim())
    .filter((voice) => voice !== '');
}

/** The same progress as an export's, a file for a segment; told when the percentage or the file changes. */
function progressReporter(run: CommandRun, manifest: ModelManifest): (progress: AddProgress) => void {
  const began = Date.now();
  let before: number | undefined;
  let last = '';
  return ({ file, fileNumber, fileCount, bytes, totalBytes }) => {
    before ??= bytes;
    const percentage = Math.floor((100 * bytes) / totalBytes);
    if (last === `${percentage} ${file}`) return;
    last = `${percentage} ${file}`;
    const rate = (bytes - before) / Math.max(1, Date.now() - began);
    run.report({
      event: 'progress',
      project_id: `model:${manifest.id}`,
      status: 'PROCESSING',
      progress: {
        current_segment: fileNumber,
        total_segments: fileCount,
        percentage,
        current_phase: `Fetching ${file}: ${megabytes(bytes)} of ${megabytes(totalBytes)}`,
        seconds_left: rate > 0 ? Math.ceil((totalBytes - bytes) / rate / 1000) : null,
      },
      output_url: null,
    });
  };
}

function describe(model: InstalledModel) {
  const { id, name, licence, source, home, installedAt, files } = model;
  return {
    id,
    name,
    licence,
    source,
    folder: home,
    installed_at: installedAt,
    size: sizeOf(model),
    voices: files.flatMap(({ voice }) => voice ?? []),
  };
}

function sizeOf({ files }: Pick<ModelManifest, 'files'>): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}
