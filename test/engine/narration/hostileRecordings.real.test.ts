import assert from 'node:assert/strict';
import { execa } from 'execa';
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { decodeRecording } from '../../../src/engine/narration/decode.ts';
import { condition } from '../../../src/engine/narration/condition.ts';
import { probeSound } from '../../../src/engine/narration/probeSound.ts';
import { UnreadableSound } from '../../../src/engine/narration/recording.ts';
import { never } from '../../support/media.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const options = {
  ...{ loudness: -16, truePeak: -1.5, trimSilence: true, segmentPause: 0, ffmpeg: 'ffmpeg' },
};

describe('A recording from anybody', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder(), name);

  async function makeSound(name: string, ...output: string[]): Promise<void> {
    await execa('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'sine=d=1', ...output, at(name)]);
  }

  /** By the check and by the export alike. */
  async function assertRefused(name: string, why: RegExp): Promise<void> {
    const problem = await probeSound(at(name), 'ffmpeg', never);
    assert.equal(problem?.code, 'sound-unreadable');
    assert.match(problem.message, why);
    await assert.rejects(
      condition({ file: at(name) }, at('out.wav'), options, never),
      (error) => error instanceof UnreadableSound && problem.message.includes(error.message),
    );
  }

  const playlists: Record<string, (target: string) => string> = {
    'an HLS playlist': (target) =>
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${target}\n#EXT-X-ENDLIST\n`,
    'an ffconcat script': (target) => `ffconcat version 1.0\nfile '${target}'\n`,
    'a DASH manifest': (target) =>
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="64000"><BaseURL>${target}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    'an SDP file': () =>
      'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n',
  };

  for (const [what, write] of Object.entries(playlists))
    for (const ending of ['mp3', 'wav', 'm3u8'])
      it(`is not ${what} called .${ending}: the file that it names is not opened`, async function () {
        if (process.platform === 'win32') return this.skip();
        // Whoever opens this waits for ever.
        await execa('mkfifo', [at('secret.ts')]);
        await writeFile(at(`list.${ending}`), write(at('secret.ts')));
        await assertRefused(
          `list.${ending}`,
          /no sound file but something else, such as a picture or a playlist/,
        );
      });

  it('may say that its samples lie in another file, which is not opened for that', async function () {
    if (process.platform === 'win32') return this.skip();
    await makeSound('reference.mov', '-c:a', 'pcm_s16be', '-ar', '8000');
    // Whoever opens this waits for ever.
    await execa('mkfifo', [at('secret.wav')]);
    const movie = withExternalSamples(await readFile(at('reference.mov')), at('secret.wav'));
    await writeFile(at('reference.m4a'), movie);
    assert.equal(await probeSound(at('reference.m4a'), 'ffmpeg', never), undefined);
  });

  for (const name of ['-i x.mp3', 'a%d.mp3', 'a|b.mp3', 'concat:a.mp3', 'a:b.mp3'])
    it(`may be called ${name}`, async function () {
      if (process.platform === 'win32') return this.skip();
      await makeSound('plain.mp3');
      await execa('mv', ['--', at('plain.mp3'), at(name)]);
      assert.equal(await probeSound(at(name), 'ffmpeg', never), undefined);
    });

  it('may have a cover picture, which is not unfolded', async () => {
    const cover = sharp({ create: { width: 600, height: 600, channels: 3, background: '#804020' } });
    await cover.png().toFile(at('cover.png'));
    await makeSound('plain.mp3');
    const inputs = ['-i', at('plain.mp3'), '-i', at('cover.png')];
    await execa('ffmpeg', ['-v', 'error', ...inputs, '-map', '0', '-map', '1', '-c', 'copy', at('a.mp3')]);
    assert.equal(await probeSound(at('a.mp3'), 'ffmpeg', never), undefined);
  });

  it('is no pipe, device, folder or endless link, and does not keep anybody waiting', async function () {
    if (process.platform === 'win32') return this.skip();
    await execa('mkfifo', [at('pipe.mp3')]);
    await symlink('/dev/zero', at('zero.wav'));
    await symlink('loop.wav', at('loop.wav'));
    await mkdir(at('folder.wav'));
    await assertRefused('pipe.mp3', /no ordinary file/);
    await assertRefused('zero.wav', /no ordinary file/);
    await assertRefused('loop.wav', /link that leads back to itself/);
    await assertRefused('folder.wav', /it is a folder/);
  });

  it('is not read when it is larger than any recording', async () => {
    await writeFile(at('sparse.wav'), 'RIFF');
    await truncate(at('sparse.wav'), 2 ** 40);
    await assertRefused('sparse.wav', /larger than 4 GB/);
  });

  it('may not unfold to more than four hours', async function () {
    const long = ['-f', 'lavfi', '-i', `anullsrc=r=8000:cl=mono:d=${4.05 * 3600}`];
    await execa('ffmpeg', [
      '-v',
      'error',
      ...long,
      '-compression_level',
      '0',
      '-frame_size',
      '32768',
      at('silence.flac'),
    ]);
    assert.match((await probeSound(at('silence.flac'), 'ffmpeg', never))!.message, /longer than 4 hours/);
    if (process.platform === 'win32') return this.skip();
    await writeFile(at('endless'), '#!/bin/sh\nexec cat /dev/zero\n', { mode: 0o755 });
    await assert.rejects(
      decodeRecording(at('silence.flac'), at('endless'), never, async () => {}, 60),
      (error) => error instanceof UnreadableSound && /longer than 4 hours/.test(error.message),
    );
  });

  it('does not fill the disk while it is decoded, and leaves nothing there', async function () {
    const disk = at('disk');
    await mkdir(disk);
    // Only root may mount a small disk.
    const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'tmpfs', disk], {
      reject: false,
    });
    if (mounted.failed) return this.skip();
    try {
      await makeSound('plain.mp3');
      await writeFile(at('endless'), '#!/bin/sh\nexec cat /dev/zero\n', { mode: 0o755 });
      const endless = { ...options, ffmpeg: at('endless') };
      await assert.rejects(
        condition({ file: at('plain.mp3') }, join(disk, 'out.wav'), endless, never),
        (error) => error instanceof StoryFlowFailure && /disk is full/.test(error.message),
      );
      assert.deepEqual(await readdir(disk), []);
    } finally {
      await execa('umount', [disk]);
    }
  });

  it('whose decoder is killed is not called unreadable, and is tried again', async function () {
    if (process.platform === 'win32') return this.skip();
    await makeSound('good.mp3');
    await writeFile(at('killed'), '#!/bin/sh\nkill -KILL $$\n', { mode: 0o755 });
    await assert.rejects(
      probeSound(at('good.mp3'), at('killed'), never),
      (error) =>
        error instanceof StoryFlowFailure &&
        error.code === 'FAILED' &&
        /stopped by SIGKILL; the machine may be short of memory.*try again/.test(error.message),
    );
    assert.equal(await probeSound(at('good.mp3'), 'ffmpeg', never), undefined);
  });
});

/**
 * A QuickTime file whose data reference is changed into an alias: its samples are in `target` (QuickTime File Format,
 * "Data reference atoms", as ffmpeg's mov.c reads them).
 */
function withExternalSamples(movie: Buffer, target: string): Buffer {
  const at = movie.indexOf('dref', 0, 'latin1') - 4;
  const volume = Buffer.alloc(150);
  volume.write('volume', 9, 'latin1');
  const name = Buffer.from(target);
  const path = Buffer.alloc(4 + name.length + (name.length % 2));
  path.writeInt16BE(18, 0);
  path.writeUInt16BE(name.length, 2);
  name.copy(path, 4);
  const body = Buffer.concat([Buffer.from([0, 0, 0, 0]), volume, path, Buffer.from([0xff, 0xff, 0, 0])]);
  const entry = Buffer.concat([uint32(body.length + 8), Buffer.from('alis'), body]);
  const dref = Buffer.concat([uint32(entry.length + 16), Buffer.from('dref'), uint32(0), uint32(1), entry]);
  const grown = dref.length - movie.readUInt32BE(at);
  const changed = Buffer.concat([movie.subarray(0, at), dref, movie.subarray(at + movie.readUInt32BE(at))]);
  for (const atom of ['moov', 'trak', 'mdia', 'minf', 'dinf']) {
    const place = changed.lastIndexOf(atom, at, 'latin1') - 4;
    changed.writeUInt32BE(changed.readUInt32BE(place) + grown, place);
  }
  return changed;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
