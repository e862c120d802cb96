import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensureDebianPackages } from '../../support/debianPackages.ts';

/** The VS Code server inside this package is what the tests run in. Raise it together with `engines.vscode`'s newest. */
const serverPackage = 'code-server@4.139.1';
const nodeMajor = 24;

/** The server's native modules are compiled where it is installed. */
const debianPackages = ['build-essential', 'libkrb5-dev', 'pkg-config', 'python3'];

export interface VsCodeHost {
  /** The Node that the server's native parts were built for. */
  node: string;
  serverMain: string;
}

/**
 * A real VS Code to test in, from package registries alone: the plain VS Code server that ships inside code-server.
 * Installed once (about 3 minutes, 800 MB) in a cache folder outside the repository; later calls only look.
 *
 * @throws Error saying which command to run when Debian packages are missing and we may not install them.
 */
export async function ensureVsCodeHost(): Promise<VsCodeHost> {
  const folder = hostFolder();
  if (!existsSync(completeMark(folder))) {
    await ensureDebianPackages(debianPackages);
    await installOnce(folder);
  }
  return { node: nodeOf(folder), serverMain: serverMainOf(folder) };
}

function hostFolder(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'storyflow-test-host', serverPackage.replace('@', '-'));
}

/** Installed beside its place and renamed: two runs at once, or one that is interrupted, leave nothing by halves. */
async function installOnce(folder: string): Promise<void> {
  console.log(`Installing a VS Code server to test in: ${folder} (once, about 3 minutes)`);
  const staging = `${folder}.${process.pid}`;
  try {
    await install(staging);
    await writeFile(completeMark(staging), new Date().toISOString());
    if (!existsSync(completeMark(folder))) await rm(folder, { recursive: true, force: true });
    await rename(staging, folder).catch((error: unknown) => {
      if (!existsSync(completeMark(folder))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function install(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const quiet = ['install', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await execa('npm', [...quiet, `${nodePackage()}@${nodeMajor}`], { cwd: folder });
  // The server's native modules are compiled against the headers that came with that Node.
  const headers = join(folder, 'node_modules', nodePackage());
  await execa('npm', [...quiet, '--dangerously-allow-all-scripts', serverPackage], {
    cwd: folder,
    env: {
      npm_config_nodedir: headers,
      PATH: `${join(headers, 'bin')}:${process.env.PATH ?? ''}`,
      // The server asks it for npm's Node; that of an npm which runs these tests may be another.
      npm_config_user_agent: undefined,
    },
  });
  // A built-in extension that tests never use, and that starts in every window.
  await rm(join(vscodeOf(folder), 'extensions/copilot'), { recursive: true, force: true });
}

function nodePackage(): string {
  return `node-${process.platform === 'darwin' ? 'darwin' : 'linux'}-${process.arch}`;
}

const completeMark = (folder: string) => join(folder, 'complete');
const nodeOf = (folder: string) => join(folder, 'node_modules', nodePackage(), 'bin/node');
const vscodeOf = (folder: string) => join(folder, 'node_modules/code-server/lib/vscode');
const serverMainOf = (folder: string) => join(vscodeOf(folder), 'out/server-main.js');
