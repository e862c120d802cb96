import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { publishTinyKokoro, serveModel } from '../../support/publishedModel.ts';
import { serve, serveHalf } from '../../support/unreliableServer.ts';
import { environment } from './environment.ts';

/** The tiny model as the extension can download it: from a mirror that the machine's settings name. */
export interface VoiceModel {
  /** Range headers of the requests so far. */
  ranges: (string | undefined)[];
  /** From now on the mirror falls silent half way through the model. @returns when it has. */
  stall(): Promise<void>;
  /** From now on it serves another file of the same size. */
  falsify(): void;
  /** From now on it serves what was published. */
  mend(): void;
  /** Installs the model without the extension's help. */
  install(): Promise<void>;
  /** Removes what is installed, what is begun, and the mark that the user was told. */
  clear(): Promise<void>;
  isInstalled(): Promise<boolean>;
  /** Bytes of a file in the model's folder, 0 when there is none. */
  sizeOf(path: string): Promise<number>;
  /** Absolute path of a file in the model's folder. */
  file(path: string): string;
  close(): Promise<void>;
}

export async function publishVoiceModel(): Promise<VoiceModel> {
  const folder = await mkdtemp(join(tmpdir(), 'storyflow-voices-'));
  const models = join(folder, 'models');
  const published = await publishTinyKokoro(join(folder, 'published'));
  const bytes = await readFile(join(published.folder, 'onnx/model.onnx'));
  let stalled: (() => void) | undefined;
  let foreign = false;
  const half = serveHalf(
    bytes,
    () => stalled !== undefined,
    () => stalled?.(),
  );
  const other = serve(Buffer.alloc(bytes.length));
  const mirror = await serveModel(published, {
    '/onnx/model.onnx': (...request) => (foreign ? other : half)(...request),
  });
  await useMachineSettings({
    'storyflow.modelsFolder': models,
    'storyflow.modelSource': mirror.url,
    'storyflow.modelManifest': published.manifest,
  });
  const file = (path: string) => join(models, 'tiny', ...path.split('/'));
  const sizeOf = (path: string) =>
    stat(file(path)).then(
      ({ size }) => size,
      () => 0,
    );
  return {
    ranges: mirror.ranges,
    stall: () => new Promise((sent) => (stalled = sent)),
    falsify: () => void (foreign = true),
    mend() {
      stalled = undefined;
      foreign = false;
    },
    async install() {
      const { host, repository } = environment();
      const what = ['--manifest', published.manifest, '--source', published.folder];
      const script = join(repository, 'dist/storyflow.js');
      await execa(host.node, [script, 'models', 'add', '--models', models, ...what]);
    },
    clear: () => rm(models, { recursive: true, force: true }),
    isInstalled: async () => (await sizeOf('installed.json')) > 0,
    sizeOf,
    file,
    async close() {
      await useMachineSettings({});
      await mirror.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Settings of the machine that the extension runs on: the only ones that may name programs and places. */
async function useMachineSettings(settings: Record<string, string>): Promise<void> {
  const file = join(environment().server.dataFolder, 'data/Machine/settings.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(settings));
}
