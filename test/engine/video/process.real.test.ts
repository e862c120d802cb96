import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { createStore } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { encodeArguments } from '../../../src/engine/video/encoder.ts';
import { findFfmpeg } from '../../../src/engine/video/ffmpeg.ts';
import { requireEncoder, workingHardwareEncoders } from '../../../src/engine/video/hardware.ts';
import { runFfmpeg, startFfmpeg } from '../../../src/engine/video/process.ts';
import { never } from '../../support/media.ts';
import { isRunning } from '../../support/processes.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const video = { width: 320, height: 180, fps: 30 };
const settings = { encoder: 'libx264', preset: undefined, bitrate: '1000k' };
const frame = Buffer.alloc((320 * 180 * 3) / 2, 77);

describe('startFfmpeg', () => {
  const folder = temporaryFolder();
  const job = (args: string[], signal: AbortSignal = never) => ({
    ...{ ffmpeg: 'ffmpeg', arguments: args, purpose: 'do the work', place: folder(), signal },
  });

  it('ends ffmpeg on cancel, and the store keeps nothing of it', async () => {
    const controller = new AbortController();
    const store = createStore(ownFolder(folder()), { limitBytes: 1e9 });
    let pid = 0;
    const putting = store.put('a'.repeat(64), async (file) => {
      const encoder = startFfmpeg(job(encodeArguments(settings, video, { output: file }), controller.signal));
      pid = encoder.pid!;
      for (let i = 0; i < 20; i++) encoder.stdin.write(frame);
      await setTimeout(100);
      controller.abort();
      await encoder.finished;
    });
    await assert.rejects(putting, (error) => error instanceof StoryFlowFailure && error.code === 'CANCELLED');
    assert.equal(isRunning(pid), false);
    assert.deepEqual(await readdir(join(folder(), 'tmp')), []);
  });

  it('kills an ffmpeg that does not stop when asked', async function () {
    if (process.platform === 'win32') this.skip();
    const controller = new AbortController();
    const ffmpeg = join(folder(), 'stubborn');
    await writeFile(ffmpeg, '#!/bin/sh\ntrap "" TERM\nwhile :; do sleep 0.1; done\n', { mode: 0o755 });
    const stubborn = startFfmpeg({ ...job([], controller.signal), ffmpeg });
    stubborn.finished.catch(() => undefined);
    await setTimeout(50);
    controller.abort();
    await assert.rejects(
      stubborn.finished,
      (error) => error instanceof StoryFlowFailure && error.code === 'CANCELLED',
    );
    assert.equal(isRunning(stubborn.pid!), false);
  });

  const lastWords: Record<string, RegExp> = {
    'Error writing trailer of file:x.mp4: No space left on device': /disk is full: there is no room left in/,
    'Error closing file file:x.mp4: Disk quota exceeded': /quota is used up: there is no room left in/,
    '[out#0/mp4 @ 0x55ee] Error writing trailer: File too large': /no room for a file of this size in/,
    'av_interleaved_write_frame(): Input/output error': /could not do the work: av_interleaved_write_frame/,
  };
  for (const [said, expected] of Object.entries(lastWords))
    it(`does not believe an ffmpeg that ends well after “${said}”`, async function () {
      if (process.platform === 'win32') this.skip();
      const ffmpeg = join(folder(), 'hopeful');
      await writeFile(ffmpeg, `#!/bin/sh\necho '${said}' >&2\n`, { mode: 0o755 });
      await assert.rejects(runFfmpeg({ ...job([]), ffmpeg }), (error) => {
        assert.ok(error instanceof StoryFlowFailure && error.code === 'FAILED');
        assert.match(error.message, expected);
        if (/room/.test(error.message)) assert.ok(error.message.includes(folder()));
        return true;
      });
    });

  it('does not start when cancelled before', async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(
      runFfmpeg(job(['-f', 'lavfi', '-i', 'color', '-f', 'null', '-'], controller.signal)),
      (error) => error instanceof StoryFlowFailure && error.code === 'CANCELLED',
    );
  });

  it('tells the last words of a failed ffmpeg, briefly to the writer and wholly in the details', async () => {
    await assert.rejects(runFfmpeg(job(['-i', join(folder(), 'gone.mp4'), '-f', 'null', '-'])), (error) => {
      assert.ok(error instanceof StoryFlowFailure);
      assert.match(error.message, /^ffmpeg could not do the work: .*No such file or directory/);
      assert.match(String(error.details['ffmpeg']), /gone\.mp4/);
      return true;
    });
  });

  it('remembers only the end of what a talkative ffmpeg says', async () => {
    const talkative = ['-loglevel', 'trace', '-f', 'lavfi', '-i', 'color=d=20', '-f', 'null', '-', '-bogus'];
    await assert.rejects(
      runFfmpeg(job(talkative)),
      (error) => error instanceof StoryFlowFailure && String(error.details['ffmpeg']).length <= 8192,
    );
  });

  it('says that a program cannot be started', async () => {
    await assert.rejects(
      runFfmpeg({ ...job([]), ffmpeg: join(folder(), 'gone') }),
      (error) => error instanceof StoryFlowFailure && /could not be started/.test(error.message),
    );
  });
});

describe('hardware encoders', () => {
  it('counts one as working only when the same trial lets the export use it', async () => {
    const ffmpeg = await findFfmpeg();
    const working = await workingHardwareEncoders(ffmpeg, never);
    for (const name of ['h264_nvenc', 'h264_vaapi', 'h264_qsv']) {
      const asked = requireEncoder(ffmpeg, name, never);
      if (working.includes(name)) await asked;
      else
        await assert.rejects(
          asked,
          (error) => error instanceof StoryFlowFailure && error.message.includes(name),
        );
    }
  });

  it('lets libx264 pass and names the choices for an unknown one', async () => {
    const ffmpeg = await findFfmpeg();
    await requireEncoder(ffmpeg, 'libx264', never);
    await assert.rejects(requireEncoder(ffmpeg, 'libx265', never), /libx265 cannot be used.*h264_nvenc/);
  });
});
