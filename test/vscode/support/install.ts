import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** The VS Code server inside this package is what the tests run in. Raise it together with `engines.vscode`'s newest. */
const serverPackage = 'code-server@4.139.1';
const nodeMajor = 24;

const debianPackages = ['build-essential', 'chromium', 'libkrb5-dev', 'pkg-config', 'python3'];

export interface VsCodeHost {
  /** The Node that the server's native parts were built for. */
  node: string;
  serverMain: string;
  chromium: string;
}

/**
 * A real VS Code to test in, from package registries alone: the plain VS Code server that ships inside code-server.
 * Installed once (about 3 minutes, 800 MB) in a cache folder outside the repository; later calls only look.
 *
 * @throws Error saying which command to run when Debian packages are missing and we may not install them.
 */
export async function ensureVsCodeHost(): Promise<VsCodeHost> {
  const folder = hostFolder();
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    await ensureDebianPackages();
    await install(folder);
    await writeFile(complete, new Date().toISOString());
  }
  return { node: nodeOf(folder), serverMain: serverMainOf(folder), chromium: findChromium() };
}

function hostFolder(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'storyflow-test-host', serverPackage.replace('@', '-'));
}

async function install(folder: string): Promise<void> {
  console.log(`Installing a VS Code server to test in: ${folder} (once, about 3 minutes)`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const quiet = ['install', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await execa('npm', [...quiet, `${nodePackage()}@${nodeMajor}`], { cwd: folder });
  // The server's native modules are compiled against the headers that came with that Node.
  const headers = join(folder, 'node_modules', nodePackage());
  await execa('npm', [...quiet, '--dangerously-allow-all-scripts', serverPackage], {
    cwd: folder,
    env: { npm_config_nodedir: headers, PATH: `${join(headers, 'bin')}:${process.env.PATH ?? ''}` },
  });
  // A built-in extension that tests never use, and that starts in every window.
  await rm(join(vscodeOf(folder), 'extensions/copilot'), { recursive: true, force: true });
}

function nodePackage(): string {
  return `node-${process.platform === 'darwin' ? 'darwin' : 'linux'}-${process.arch}`;
}

const nodeOf = (folder: string) => join(folder, 'node_modules', nodePackage(), 'bin/node');
const vscodeOf = (folder: string) => join(folder, 'node_modules/code-server/lib/vscode');
const serverMainOf = (folder: string) => join(vscodeOf(folder), 'out/server-main.js');

async function ensureDebianPackages(): Promise<void> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const missing: string[] = [];
  for (const name of debianPackages) {
    const { exitCode } = await execa('dpkg-query', ['-s', name], { reject: false, stdio: 'ignore' });
    if (exitCode !== 0) missing.push(name);
  }
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0)
    throw new Error(`The VS Code tests need Debian packages. Run: sudo ${command}`);
  await execa('apt-get', ['update'], { stdio: 'ignore' });
  await execa('apt-get', command.split(' ').slice(1), {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function findChromium(): string {
  const candidates = [
    process.env.STORYFLOW_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (!found)
    throw new Error('No Chromium found: install it, or name one in the environment as STORYFLOW_CHROMIUM.');
  return found;
}
