// `npm run package`: builds the .vsix for this platform. Native packages are copied into dist/node_modules of a staging
// folder, each with only what this platform runs; everything else of node_modules is bundled or not needed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createVSIX } from '@vscode/vsce';

const root = resolve(import.meta.dirname, '..');
const targets = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];
const target = `${process.platform}-${process.arch}`;

const nativePackages = ['sharp', 'onnxruntime-node', '@echogarden/espeak-ng-emscripten', 'ffmpeg-static'];
/** Used by install scripts only. */
const installOnly = new Set([
  'adm-zip',
  'global-agent',
  '@derhuerst/http-basic',
  'env-paths',
  'https-proxy-agent',
  'progress',
]);

const copied = [
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  '.vscodeignore',
  'dist',
  'media',
  'examples/the-wind-and-the-sun',
];
const isNotRendered = (source) => !/[\\/](?:\.storyflow|output)$/.test(source);

/** @returns Absolute path of the package. */
export async function packageExtension() {
  if (!targets.includes(target))
    throw new Error(`There is no VS Code target ${target}; there are ${targets.join(', ')}.`);
  execFileSync(process.execPath, ['esbuild.mjs', '--release'], { cwd: root, stdio: 'inherit' });
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const staging = await mkdtemp(join(tmpdir(), 'storyflow-package-'));
  const file = join(root, `storyflow-${target}-${manifest.version}.vsix`);
  try {
    await stage(staging, manifest);
    await createVSIX({
      cwd: staging,
      packagePath: file,
      target,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return file;
}

async function stage(
  staging,
  { devDependencies, dependencies, optionalDependencies, scripts, allowScripts, private: _, ...manifest },
) {
  await writeFile(join(staging, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const name of copied)
    if (existsSync(join(root, name)))
      await cp(join(root, name), join(staging, name), { recursive: true, filter: isNotRendered });
  const modules = join(staging, 'dist/node_modules');
  for (const name of await withDependencies(nativePackages)) {
    await mkdir(join(modules, name), { recursive: true });
    await cp(join(root, 'node_modules', name), join(modules, name), { recursive: true, filter: isNeeded });
  }
}

/** These packages, and what they need to run, as far as it is installed here: only this platform's parts are. */
async function withDependencies(names) {
  const found = new Set();
  const visit = async (name) => {
    const manifest = join(root, 'node_modules', name, 'package.json');
    if (found.has(name) || installOnly.has(name) || !existsSync(manifest)) return;
    found.add(name);
    const { dependencies, optionalDependencies } = JSON.parse(await readFile(manifest, 'utf8'));
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) await visit(needed);
  };
  for (const name of names) await visit(name);
  if (
    !existsSync(join(root, 'node_modules/ffmpeg-static/ffmpeg')) &&
    !existsSync(join(root, 'node_modules/ffmpeg-static/ffmpeg.exe'))
  ) {
    console.warn(
      'ffmpeg-static could not be downloaded here: this package looks for ffmpeg on the user’s machine.',
    );
    found.delete('ffmpeg-static');
  }
  return found;
}

/** onnxruntime-node brings every platform's libraries, and DirectML; only the CPU ones of this platform are run. */
function isNeeded(source) {
  const path = source.replaceAll('\\', '/');
  const binary = /onnxruntime-node\/bin\/napi-v\d+\/(\w+)(?:\/(\w+))?/.exec(path);
  if (binary) return binary[1] === process.platform && (binary[2] ?? process.arch) === process.arch;
  return !/\.(?:map|md|d\.[cm]?ts)$|\/onnxruntime-(?:node|common)\/(?:lib|script)(?:\/|$)|\/sharp\/(?:src|install)(?:\/|$)/.test(
    path,
  );
}

if (process.argv[1] === import.meta.filename) {
  const file = await packageExtension();
  const { size } = await stat(file);
  console.log(`${file}: ${(size / 1e6).toFixed(1)} MB`);
  console.log(`For ${targets.filter((one) => one !== target).join(', ')}: run this on that platform.`);
}
