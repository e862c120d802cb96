import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ManifestFile, ModelManifest } from './manifest.ts';

/** Bytes of a model's files in its folder, those included that are only begun. */
export async function fetchedBytes(home: string, files: readonly ManifestFile[]): Promise<number> {
  const sizes = await Promise.all(
    files.map(async ({ path, size }) => {
      const file = join(home, ...path.split('/'));
      const found = (await sizeOf(file)) ?? (await sizeOf(`${file}.part`)) ?? 0;
      return Math.min(found, size);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The first of these models whose own files (voices apart) lie in a folder, by name and size; undefined for a URL. */
export async function heldBy(
  source: string | undefined,
  manifests: readonly ModelManifest[],
): Promise<ModelManifest | undefined> {
  if (source === undefined || /^https?:/i.test(source)) return undefined;
  const folder = /^file:/i.test(source) ? fileURLToPath(source) : source;
  for (const manifest of manifests) {
    const own = manifest.files.filter(({ voice }) => voice === undefined);
    const sizes = await Promise.all(own.map(({ path }) => sizeOf(join(folder, ...path.split('/')))));
    if (own.every(({ size }, index) => sizes[index] === size)) return manifest;
  }
  return undefined;
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    (found) => found.size,
    () => undefined,
  );
}
