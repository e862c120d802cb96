import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { createStore } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { runFfmpeg } from '../../../src/engine/video/process.ts';
import { never } from '../../support/media.ts';

const run = promisify(execFile);

const saysDiskFull = (error: unknown) =>
  error instanceof StoryFlowFailure && error.code === 'FAILED' && /disk is full/.test(error.message);

describe('a full disk', () => {
  let small = '';

  beforeEach(async function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip(); // Only root may mount a small disk.
    small = await mkdtemp(join(tmpdir(), 'storyflow-small-disk-'));
    await run('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small]).catch(() => this.skip());
  });
  afterEach(async () => {
    if (small === '') return;
    await run('umount', [small]).catch(() => undefined);
    await rmdir(small);
    small = '';
  });

  it('is named when the store cannot write, and nothing partial remains', async () => {
    const store = createStore(ownFolder(small), { limitBytes: 1e9 });
    const small100k = await store.put('a'.repeat(64), (file) => writeFile(file, Buffer.alloc(100_000)));
    await assert.rejects(
      store.put('b'.repeat(64), (file) => writeFile(file, Buffer.alloc(1_000_000))),
      saysDiskFull,
    );
    assert.deepEqual(await readdir(join(small, 'tmp')), []);
    assert.equal(await store.get('a'.repeat(64)), small100k);
  });

  it('is named when ffmpeg cannot write, and nothing partial remains', async () => {
    const store = createStore(ownFolder(small), { limitBytes: 1e9 });
    const noise = ['-f', 'lavfi', '-i', 'nullsrc=s=640x360:d=2,geq=random(1)*255:128:128', '-c:v', 'mjpeg'];
    const encoding = store.put('c'.repeat(64), (file) =>
      runFfmpeg({
        ...{ ffmpeg: 'ffmpeg', arguments: [...noise, '-f', 'mov', file], purpose: 'write noise' },
        ...{ place: small, signal: never },
      }),
    );
    await assert.rejects(encoding, saysDiskFull);
    assert.deepEqual(await readdir(join(small, 'tmp')), []);
  });
});
