// Builds everything in dist/: the engine and its workers, the extension, the webview, the resampling kernel.
// --watch rebuilds on change; --kernel-only builds just the WebAssembly that tests from source need.
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import * as esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const kernelOnly = process.argv.includes('--kernel-only');

/** Packages with native or WebAssembly parts: loaded from node_modules, never bundled. */
const native = ['sharp', 'onnxruntime-node', '@echogarden/espeak-ng-emscripten', 'ffmpeg-static'];

const kernelFolder = 'src/engine/motion/kernel';

/** Two builds, by what V8 knows: src/engine/picture/kernelFile.ts takes the first that it can. */
const kernelBuilds = { 'kernel-relaxed.wasm': ['simd', 'relaxed-simd'], 'kernel.wasm': ['simd'] };

async function buildKernel(name, features) {
  const { default: asc } = await import('assemblyscript/asc');
  const outFile = `dist/${name}`;
  const sources = (await readdir(kernelFolder)).filter((name) => name.endsWith('.as.ts'));
  const times = await Promise.all(
    sources.map(async (name) => (await stat(`${kernelFolder}/${name}`)).mtimeMs),
  );
  const built = existsSync(outFile) ? await stat(outFile) : undefined;
  if (built && built.mtimeMs > Math.max(...times)) return;
  await mkdir('dist', { recursive: true });
  const { error, stderr } = await asc.main([
    `${kernelFolder}/kernel.as.ts`,
    '--outFile',
    outFile,
    '-O3',
    '--noAssert',
    '--converge',
    '--runtime',
    'stub',
    ...features.flatMap((feature) => ['--enable', feature]),
    '--importMemory',
    '--initialMemory',
    '1',
  ]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
}

async function entryPoints() {
  const source = await readFile('src/engine/entryPoint.ts', 'utf8');
  const list = [...source.matchAll(/^ {2}(\w+): '(src\/[^']+)',$/gm)];
  return Object.fromEntries(list.map((m) => [m[1], m[2]]).filter(([, file]) => existsSync(file)));
}

/** Smaller and quicker to load; names stay, so that a stack trace in the log still says something. */
const release = process.argv.includes('--release');

const common = {
  bundle: true,
  sourcemap: !release,
  logLevel: 'warning',
  minifySyntax: release,
  minifyWhitespace: release,
};

/** Some CommonJS packages call require(); an ES module has none of its own. */
const ownRequire =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** What is loaded when it is first needed comes in chunks: one command of many runs, and VS Code waits for activation. */
const inChunks = { splitting: true, chunkNames: 'chunks/[name]-[hash]' };

async function options() {
  const { storyflow, ...workers } = await entryPoints();
  const engine = {
    ...common,
    outdir: 'dist',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: native,
    banner: { js: ownRequire },
  };
  /** @type {esbuild.BuildOptions[]} */
  const all = [
    { ...engine, ...inChunks, entryPoints: { storyflow } },
    { ...engine, entryPoints: workers },
  ];
  if (existsSync('src/extension/extension.ts'))
    all.push({
      ...common,
      entryPoints: { extension: 'src/extension/extension.ts' },
      outdir: 'dist',
      platform: 'node',
      format: 'esm',
      ...inChunks,
      target: 'node22',
      external: ['vscode', ...native],
      banner: { js: ownRequire },
      // Zod looks whether it runs on Cloudflare; VS Code logs an error for whoever looks at this name.
      define: { navigator: 'undefined' },
    });
  if (existsSync('src/webview/main.ts'))
    all.push({
      ...common,
      entryPoints: { webview: 'src/webview/main.ts' },
      outdir: 'dist',
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      loader: { '.svg': 'text' },
    });
  return all;
}

/** For editors that complete and check YAML: the schema that the engine reads sidecars with, as JSON Schema. */
async function writeSidecarSchema() {
  const { sidecarJsonSchema } = await import('./src/engine/story/schema.ts');
  await writeFile('dist/storyflow.schema.json', JSON.stringify(sidecarJsonSchema(), null, 2) + '\n');
}

for (const [name, features] of Object.entries(kernelBuilds)) await buildKernel(name, features);
if (!kernelOnly) {
  await mkdir('dist', { recursive: true });
  // Their names tell their content: those of the last build would be packaged with the new ones.
  await rm('dist/chunks', { recursive: true, force: true });
  await writeSidecarSchema();
  const builds = await options();
  if (watch) {
    for (const build of builds) await (await esbuild.context(build)).watch();
    console.log('[watch] build finished, watching for changes');
  } else {
    await Promise.all(builds.map((build) => esbuild.build(build)));
  }
}
