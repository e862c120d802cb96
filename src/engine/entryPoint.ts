import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Every file that runs in a thread or process of its own, by the name of its bundle in `dist/`. The build reads
 * this list, and the code that starts a worker asks {@link entryPoint} where it is.
 */
export const entryPoints = {
  storyflow: 'src/engine/start.ts',
  engine: 'src/engine/main.ts',
  espeakWorker: 'src/engine/narration/espeak/worker.ts',
  kokoroWorker: 'src/engine/narration/kokoro/worker.ts',
  laneWorker: 'src/engine/render/laneWorker.ts',
} as const;

/** In a bundle this file's URL is that of the bundle in `dist/`; from source it ends in `.ts`. */
const fromSource = import.meta.url.endsWith('.ts');

/** The URL to start an entry point from: its bundle beside this bundle, or its source when running from source. */
export function entryPoint(name: keyof typeof entryPoints): URL {
  return fromSource
    ? new URL(`../../${entryPoints[name]}`, import.meta.url)
    : new URL(`./${name}.js`, import.meta.url);
}

/** Path of a built file in `dist/` that is not JavaScript, e.g. `kernel.wasm`. */
export function distFile(name: string): string {
  const file = fileURLToPath(new URL(fromSource ? `../../dist/${name}` : `./${name}`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build"`);
  return file;
}
