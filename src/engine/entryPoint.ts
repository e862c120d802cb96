import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Every file that runs in a thread or process of its own, by the name of its bundle in `dist/`. The build reads
 * this list, and the code that starts a worker asks {@link entryPoint} where it is.
 */
export const entryPoints = {
  storyflow: 'src/engine/start.ts',
  espeakWorker: 'src/engine/narration/espeak/worker.ts',
  kokoroWorker: 'src/engine/narration/kokoro/worker.ts',
  pictureWorker: 'src/engine/picture/worker.ts',
  laneWorker: 'src/engine/render/laneWorker.ts',
} as const;

/** From source this file's URL ends in `.ts`; built, it is that of a bundle in `dist/` or of a chunk in `dist/chunks/`. */
const fromSource = import.meta.url.endsWith('.ts');
const inChunk = import.meta.url.includes('/dist/chunks/');

/** The folder of `package.json` and `dist/`. */
export const packageFolder = new URL(fromSource || inChunk ? '../..' : '..', import.meta.url);

/** The URL to start an entry point from: its bundle, or its source when running from source. */
export function entryPoint(name: keyof typeof entryPoints): URL {
  return new URL(fromSource ? entryPoints[name] : `dist/${name}.js`, packageFolder);
}

/** Path of a built file in `dist/` that is not JavaScript, e.g. `kernel.wasm`. */
export function distFile(name: string): string {
  const file = fileURLToPath(new URL(`dist/${name}`, packageFolder));
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build"`);
  return file;
}
