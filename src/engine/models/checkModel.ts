import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoryFlowFailure, throwIfCancelled } from '../failure.ts';
import { matches } from './fetchFile.ts';
import { lockModel } from './folderLock.ts';
import { installedModels, removeRecord, type InstalledModel } from './installed.ts';
import type { ManifestFile } from './manifest.ts';
import { forgetTold } from './told.ts';

export interface FileState extends ManifestFile {
  state: 'ok' | 'missing' | 'cut-short' | 'damaged';
}

/** Compares every file of an installed model with its published hash. */
export async function verifyModel(model: InstalledModel, signal: AbortSignal): Promise<FileState[]> {
  const states: FileState[] = [];
  for (const file of model.files) {
    throwIfCancelled(signal);
    states.push({ ...file, state: await stateOf(join(model.home, ...file.path.split('/')), file, signal) });
  }
  return states;
}

/** @throws StoryFlowFailure USAGE when no such model is installed. */
export async function findInstalled(folder: string, id: string): Promise<InstalledModel> {
  const models = await installedModels(folder);
  const model = models.find((candidate) => candidate.id === id);
  if (model) return model;
  const there = models.map((candidate) => candidate.id).join(', ');
  throw new StoryFlowFailure(
    'USAGE',
    `The model ${id} is not installed in ${folder}. ${there === '' ? 'None is.' : `Installed: ${there}.`}`,
  );
}

/**
 * Removes a model with all its files; returns the bytes of its record. An export that speaks with it goes on where the
 * system keeps open files, and otherwise fails saying that the model is gone.
 *
 * @throws StoryFlowFailure FAILED while it is being fetched, or when a file cannot be deleted.
 */
export async function removeModel(model: InstalledModel): Promise<number> {
  const lock = await lockModel(model.home, model.id);
  try {
    // First of all: half a model must not count as one.
    await removeRecord(model.home);
    await rm(model.home, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw inUse(model, error);
  } finally {
    await lock.release();
  }
  await forgetTold(dirname(model.home));
  return model.files.reduce((sum, file) => sum + file.size, 0);
}

/** Windows deletes no file that a program has open. */
function inUse({ id, home }: InstalledModel, cause: unknown): StoryFlowFailure {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const why = /^E(?:BUSY|PERM|ACCES|NOTEMPTY)$/.test(code)
    ? 'a program has it open, or you may not delete it'
    : message;
  return new StoryFlowFailure(
    'FAILED',
    `The model ${id} cannot be removed whole: ${why}. It is not used any more; delete ${home} when no export runs.`,
    { cause, details: { folder: home } },
  );
}

async function stateOf(path: string, file: ManifestFile, signal: AbortSignal): Promise<FileState['state']> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'missing';
  if (found.size < file.size) return 'cut-short';
  return (await matches(path, file, signal)) ? 'ok' : 'damaged';
}
