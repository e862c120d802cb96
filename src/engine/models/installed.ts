import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { replaceFile } from '../storage/atomicWrite.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import { makeFolders } from '../storage/folders.ts';
import { readRegular } from '../storage/regularFile.ts';
import { mostManifestBytes, parseManifest, type ManifestFile } from './manifest.ts';

/** A model that was fetched whole and verified; kept in its folder as `installed.json`. */
export interface InstalledModel {
  id: string;
  name: string;
  licence: string;
  /** Where it came from. */
  source: string;
  description: string;
  /** The files that are there: voices may have been left out. */
  files: ManifestFile[];
  /** Its folder, absolute. */
  home: string;
  /** ISO 8601. */
  installedAt: string;
}

const record = 'installed.json';

/** The models in a folder, the latest first. A folder without a readable record of its own is no model. */
export async function installedModels(folder: string): Promise<InstalledModel[]> {
  const names = await readdir(folder).catch(() => []);
  const models = await Promise.all(names.map((name) => readRecord(join(folder, name))));
  return models
    .filter((model) => model !== undefined)
    .sort((a, b) => b.installedAt.localeCompare(a.installedAt) || a.id.localeCompare(b.id));
}

export async function readRecord(home: string): Promise<InstalledModel | undefined> {
  const file = join(home, record);
  try {
    const text = (await readRegular(file, mostManifestBytes)).toString('utf8');
    const { installedAt } = JSON.parse(text) as { installedAt?: unknown };
    const manifest = parseManifest(text, file);
    // A copied or renamed folder must not pass for the model that it was: it could not be repaired or removed.
    if (manifest.id !== basename(home).toLowerCase()) return undefined;
    return { ...manifest, home, installedAt: typeof installedAt === 'string' ? installedAt : '' };
  } catch {
    return undefined;
  }
}

/** @throws StoryFlowFailure when the disk is full or not writable. */
export async function writeRecord({ home, ...model }: InstalledModel): Promise<void> {
  try {
    await makeFolders(home);
    await replaceFile(join(home, record), JSON.stringify(model, undefined, 2));
  } catch (error) {
    throw diskFailure(error, home);
  }
}

/** From now on the folder is no model, whatever files are still in it. */
export async function removeRecord(home: string): Promise<void> {
  await rm(join(home, record), { force: true });
}
