import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTinyKokoro } from './tinyKokoro.ts';
import { serve, startServer, type Answer, type TestServer } from './unreliableServer.ts';

/** A model as its maker would publish it: a folder with its files, and a manifest of them. */
export interface PublishedModel {
  folder: string;
  /** Path of the manifest, in that folder. */
  manifest: string;
  /** Relative, with `/`. */
  paths: string[];
}

/** The tiny model under the id `tiny`. */
export async function publishTinyKokoro(
  folder: string,
  options: Parameters<typeof writeTinyKokoro>[1] = {},
): Promise<PublishedModel> {
  const voices = options.voices ?? ['af_heart', 'bf_emma'];
  await writeTinyKokoro(folder, { ...options, voices });
  const paths = ['onnx/model.onnx', 'config.json', ...voices.map((voice) => `voices/${voice}.bin`)];
  const files = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(join(folder, path));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const voice = path.startsWith('voices/') ? { voice: path.slice(7, -4) } : {};
      return { path, size: bytes.length, sha256, ...voice };
    }),
  );
  const manifest = join(folder, 'tiny.json');
  await writeFile(
    manifest,
    JSON.stringify({ id: 'tiny', name: 'Tiny', description: 'For tests.', licence: 'CC0', files }),
  );
  return { folder, manifest, paths };
}

/** Serves a published model over HTTP; `answers` take the place of the good ones. */
export async function serveModel(
  { folder, paths }: PublishedModel,
  answers: Record<string, Answer> = {},
): Promise<TestServer> {
  const good = await Promise.all(
    paths.map(async (path) => [`/${path}`, serve(await readFile(join(folder, path)))] as const),
  );
  return startServer({ ...Object.fromEntries(good), ...answers });
}
