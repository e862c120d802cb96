import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StoryFlowFailure, throwIfCancelled } from '../failure.ts';
import { matches } from './fetchFile.ts';
import { lockFolder } from './folderLock.ts';
import { installedModels, type InstalledModel } from './installed.ts';
import type { ManifestFile } from './manifest.ts';

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

/** Removes a model with all its files; returns the bytes of its record. */
export async function removeModel(model: InstalledModel): Promise<number> {
  await lockFolder(model.home, `The model ${model.id}`);
  await rm(model.home, { recursive: true, force: true });
  return model.files.reduce((sum, file) => sum + file.size, 0);
}

async function stateOf(path: string, file: ManifestFile, signal: AbortSignal): Promise<FileState['state']> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'missing';
  if (found.size < file.size) return 'cut-short';
  return (await matches(path, file, signal)) ? 'ok' : 'damaged';
}
