import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import type { VsCodeHost } from './install.ts';

export interface Server {
  /** `host:port`, as it must stand in every URI that the page is given. */
  authority: string;
  /** Of extensions that are installed, not developed. */
  extensionsFolder: string;
  dataFolder: string;
  pid: number;
  /** A window was opened on it: from then on its extension hosts keep logs. */
  hasWindows: boolean;
  install(vsix: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts the VS Code server on a free port, with a profile of its own that `close` removes. */
export async function startServer(
  host: VsCodeHost,
  options: { workspaceTrust: boolean; env?: Record<string, string> },
): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'storyflow-vscode-'));
  const [dataFolder, extensionsFolder] = [join(folder, 'data'), join(folder, 'extensions')];
  const common = ['--accept-server-license-terms', '--telemetry-level', 'off'];
  const folders = ['--server-data-dir', dataFolder, '--extensions-dir', extensionsFolder];
  const port = await freePort();
  const authority = `127.0.0.1:${port}`;
  const child = execa(
    host.node,
    [
      host.serverMain,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...['--enable-smoke-test-driver', ...common, ...folders],
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ],
    // Its own process group: closing it ends the extension hosts that it started as well.
    {
      detached: true,
      reject: false,
      all: true,
      buffer: false,
      env: { STORYFLOW_MODELS: join(folder, 'models'), ...options.env },
      stdin: 'ignore',
    },
  );
  child.all.resume();
  await answering(authority);
  return {
    authority,
    extensionsFolder,
    dataFolder,
    pid: child.pid!,
    hasWindows: false,
    async install(vsix) {
      await execa(host.node, [host.serverMain, '--install-extension', vsix, ...common, ...folders]);
    },
    async close() {
      try {
        process.kill(-child.pid!, 'SIGTERM');
        await Promise.race([child, setTimeout(3000)]);
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // Gone already, with all that it started.
      }
      await child;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function answering(authority: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`http://${authority}/version`).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(100);
  }
  throw new Error('The VS Code server did not start within 30 seconds.');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}
