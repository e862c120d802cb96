import assert from 'node:assert/strict';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { allocatorEnvironment, heapArguments } from '../../src/engine/memorySettings.ts';
import { findFfmpeg } from '../../src/engine/video/ffmpeg.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const built = join(import.meta.dirname, '../../dist/storyflow.js');

describe('starting the engine', () => {
  const folder = temporaryFolder();

  interface Beginnings {
    /** Environments, a variable a line. */
    engine: string;
    ffmpeg: string;
    /** The engine's command line, an argument a line. */
    command: string;
  }

  /** Runs a command that calls ffmpeg; returns with what the engine and ffmpeg had begun. */
  async function beginnings(env: NodeJS.ProcessEnv): Promise<Beginnings> {
    const { path } = await findFfmpeg();
    const script = join(folder(), 'ffmpeg');
    const write = (name: string, source: string) =>
      `tr '\\0' '\\n' < /proc/${source} > '${folder()}/${name}.txt'`;
    const lines = [
      '#!/bin/sh',
      write('ffmpeg', '$$/environ'),
      write('engine', '$PPID/environ'),
      write('command', '$PPID/cmdline'),
      `exec '${path}' "$@"`,
    ];
    await writeFile(script, lines.join('\n'));
    await chmod(script, 0o755);
    const { stdout } = await execa(process.execPath, [built, 'doctor'], {
      env: { ...env, STORYFLOW_FFMPEG: script, XDG_CACHE_HOME: join(folder(), 'cache') },
      reject: false,
    });
    assert.match(stdout, /ffmpeg/);
    const read = (name: string) => readFile(join(folder(), `${name}.txt`), 'utf8');
    return { engine: await read('engine'), ffmpeg: await read('ffmpeg'), command: await read('command') };
  }

  const settings = Object.entries(allocatorEnvironment).map((entry) => entry.join('='));

  for (const [how, env] of [
    ['by a writer', {}],
    ['by the extension', allocatorEnvironment],
  ] as const)
    it(`settles how memory is given back when started ${how}, but not for ffmpeg`, async function () {
      if (settings.length === 0 || !process.execve) return this.skip();
      const { engine, ffmpeg } = await beginnings(env);
      for (const setting of settings) {
        assert.ok(engine.includes(setting), engine);
        assert.ok(!ffmpeg.includes(setting), ffmpeg);
      }
    });

  it('keeps little room for young objects', async function () {
    if (settings.length === 0 || !process.execve) return this.skip();
    const { command } = await beginnings({});
    for (const argument of heapArguments) assert.ok(command.split('\n').includes(argument), command);
  });

  it('leaves a setting alone that the writer made', async function () {
    if (settings.length === 0 || !process.execve) return this.skip();
    const own = { MALLOC_TRIM_THRESHOLD_: '999999' };
    const { engine, ffmpeg } = await beginnings(own);
    assert.match(engine, /^MALLOC_TRIM_THRESHOLD_=999999$/m);
    assert.match(ffmpeg, /^MALLOC_TRIM_THRESHOLD_=999999$/m);
  });

  it('keeps compiled code for the next start', async () => {
    const env = { XDG_CACHE_HOME: join(folder(), 'cache'), LOCALAPPDATA: folder(), HOME: folder() };
    await execa(process.execPath, [built, '--version'], { env });
    const kept = await readdir(folder(), { recursive: true });
    assert.ok(
      kept.some((name) => name.includes('compiled')),
      kept.join('\n'),
    );
  });

  it('passes arguments, output and exit code on', async () => {
    const { stderr, exitCode } = await execa(process.execPath, [built, 'voices', '--json', '--nonsense'], {
      reject: false,
    });
    assert.equal(exitCode, 2);
    assert.match(stderr, /nonsense/);
  });
});
