import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  condition,
  type Conditioned,
  type ConditionOptions,
} from '../../../src/engine/narration/condition.ts';
import { fromDecibels } from '../../../src/engine/narration/level/loudness.ts';
import type { SoundSource } from '../../../src/engine/narration/pcm.ts';
import { probeSound } from '../../../src/engine/narration/probeSound.ts';
import { readWavHeader } from '../../../src/engine/narration/wav.ts';
import { makeRecording, measureLoudness, type SoundPart } from '../../support/sound.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const never = new AbortController().signal;
const options: ConditionOptions = {
  loudness: -16,
  truePeak: -1.5,
  trimSilence: true,
  segmentPause: 0,
  ffmpeg: 'ffmpeg',
};

/** Like a voice: a buzz whose loudness rises and falls four times a second. */
const voice = (level: number, seconds: number): SoundPart => ({
  seconds,
  expression: `${level}*sin(2*PI*440*t)*(0.3+0.7*abs(sin(12*t)))|${level}*sin(2*PI*660*t)*(0.3+0.7*abs(sin(12*t)))`,
});
const silence = (seconds: number): SoundPart => ({ seconds, silence: true });

describe('Conditioning', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder(), name);

  async function conditioned(
    source: SoundSource,
    change: Partial<ConditionOptions> = {},
  ): Promise<Conditioned> {
    return condition(source, at('out.wav'), { ...options, ...change }, never);
  }

  async function samplesOf(file: string): Promise<Int16Array> {
    const header = (await readWavHeader(file))!;
    const bytes = (await readFile(file)).subarray(header.dataOffset);
    return new Int16Array(Uint8Array.from(bytes).buffer);
  }

  for (const format of ['wav', 'mp3', 'm4a', 'ogg', 'flac'])
    it(`takes ${format} recordings: trimmed, levelled, 48 kHz`, async () => {
      await makeRecording(at(`in.${format}`), [silence(1), voice(0.05, 3), silence(1.5)]);
      const made = await conditioned({ file: at(`in.${format}`) }, { segmentPause: 0.5 });
      const header = (await readWavHeader(at('out.wav')))!;
      assert.deepEqual(
        [header.sampleRate, header.bitsPerSample, header.channels, header.sampleFrames],
        [48_000, 16, 2, made.sampleFrames],
      );
      assert.ok(Math.abs(made.soundSeconds - 3.1) < 0.15, `${made.soundSeconds}`);
      assert.ok(Math.abs(made.cutBefore - 0.97) < 0.1, `${made.cutBefore}`);
      assert.equal(made.sampleFrames, Math.round(made.soundSeconds * 48_000) + 24_000);
      const { integrated, truePeak } = await measureLoudness(at('out.wav'));
      assert.ok(Math.abs(integrated + 16) < 1, `${integrated} LUFS`);
      assert.ok(truePeak <= -1.5, `${truePeak} dBTP`);
    });

  it('brings quiet and loud sounds to the same level, within 0.5 LU, at any target', async () => {
    for (const loudness of [-14, -23])
      for (const level of [0.01, 0.1, 1]) {
        await makeRecording(at('in.flac'), [voice(level, 4)]);
        await conditioned({ file: at('in.flac') }, { loudness });
        const measured = await measureLoudness(at('out.wav'));
        assert.ok(Math.abs(measured.integrated - loudness) < 0.5, `${measured.integrated} LUFS`);
      }
  });

  it('limits peaks and stays at its level', async () => {
    // A murmur with a sharp knock every half second.
    const expression = '0.1*sin(2*PI*600*t)+0.9*sin(2*PI*3000*t)*exp(-300*mod(t\\,0.5))';
    await makeRecording(at('in.wav'), [{ seconds: 5, expression: `${expression}|${expression}` }]);
    const made = await conditioned({ file: at('in.wav') }, { loudness: -14, truePeak: -3 });
    assert.equal(made.channels, 1);
    const { integrated, truePeak } = await measureLoudness(at('out.wav'));
    assert.ok(truePeak <= -3, `${truePeak} dBTP`);
    assert.ok(Math.abs(integrated + 14) < 1, `${integrated} LUFS`);
  });

  it('keeps two channels apart, and joins two that are the same', async () => {
    await makeRecording(at('in.wav'), [voice(0.2, 1)]);
    assert.equal((await conditioned({ file: at('in.wav') })).channels, 2);
    await makeRecording(at('mono.mp3'), [voice(0.2, 1)], ['-ac', '1']);
    assert.equal((await conditioned({ file: at('mono.mp3') })).channels, 1);
    await makeRecording(at('six.flac'), [voice(0.2, 1)], ['-ac', '6']);
    assert.equal((await conditioned({ file: at('six.flac') })).channels, 2);
  });

  it('leaves silence silent and as long as it is', async () => {
    const made = await conditioned({ samples: new Float32Array(24_000), sampleRate: 24_000 });
    assert.equal(made.sampleFrames, 48_000);
    assert.ok((await samplesOf(at('out.wav'))).every((sample) => sample === 0));
  });

  it('levels sounds that are too short to have a loudness', async () => {
    const samples = Float32Array.from({ length: 4410 }, (_, i) => 0.01 * Math.sin(i / 8));
    await conditioned({ samples, sampleRate: 22_050 });
    const loudest = Math.max(...(await samplesOf(at('out.wav')))) / 32_768;
    assert.ok(loudest > 0.1 && loudest < fromDecibels(-1.5), `${loudest}`);
  });

  it('does not touch the ends when it may not', async () => {
    await makeRecording(at('in.wav'), [silence(1), voice(0.2, 1), silence(1)]);
    const made = await conditioned({ file: at('in.wav') }, { trimSilence: false });
    assert.equal(made.sampleFrames, 144_000);
    assert.equal(made.cutBefore, 0);
  });

  it('starts and ends what it cut without a click', async () => {
    await makeRecording(at('in.wav'), [
      { seconds: 1, expression: '0.00003|0.00003' },
      voice(0.2, 1),
      silence(1),
    ]);
    await conditioned({ file: at('in.wav') });
    const samples = await samplesOf(at('out.wav'));
    assert.equal(samples[0], 0);
    assert.equal(samples.at(-1), 0);
  });

  it('leaves nothing behind when it is aborted', async () => {
    await makeRecording(at('in.wav'), [voice(0.2, 1)]);
    const aborted = condition({ file: at('in.wav') }, at('out.wav'), options, AbortSignal.abort());
    await assert.rejects(aborted, { code: 'CANCELLED' });
    await assert.rejects(readFile(at('out.wav.pcm')), { code: 'ENOENT' });
  });
});

describe('A recording that cannot be read', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder(), name);

  /** The reason that both the check and the conditioning give. */
  async function reasonFor(name: string): Promise<string> {
    const problem = await probeSound(at(name), 'ffmpeg', never);
    assert.equal(problem?.code, 'sound-unreadable');
    const message = await condition({ file: at(name) }, at('out.wav'), options, never).then(
      () => 'was read',
      (error: Error) => error.message,
    );
    assert.equal(
      problem.message,
      `The recording ${name} cannot be read: ${message}. Record or convert it again, or remove its audio_file line.`,
    );
    return message;
  }

  it('says so: it is missing, empty, a folder, or no sound at all', async () => {
    assert.equal(await reasonFor('none.mp3'), 'there is no such file');
    await writeFile(at('empty.wav'), '');
    assert.equal(await reasonFor('empty.wav'), 'it is empty');
    await mkdir(at('folder.wav'));
    assert.equal(await reasonFor('folder.wav'), 'it is a folder');
    await writeFile(at('letter.mp3'), 'Dear reader, this is no sound.\n'.repeat(50));
    assert.equal(await reasonFor('letter.mp3'), 'it is damaged, or no sound file at all');
    await writeFile(at('zeros.ogg'), new Uint8Array(5000));
    assert.equal(await reasonFor('zeros.ogg'), 'it is damaged, or no sound file at all');
  });

  it('says so: it is a picture', async () => {
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await writeFile(at('picture.mp3'), Buffer.from(pixel, 'base64'));
    assert.match(
      await reasonFor('picture.mp3'),
      /^it is no sound file but something else, such as a picture/,
    );
  });

  it('says so: it was cut short', async () => {
    for (const format of ['wav', 'flac', 'mp3', 'm4a']) {
      await makeRecording(at(`whole.${format}`), [voice(0.2, 8)]);
      const bytes = await readFile(at(`whole.${format}`));
      await writeFile(at(`cut.${format}`), bytes.subarray(0, bytes.length / 3));
      assert.match(await reasonFor(`cut.${format}`), /^it was cut short/, format);
    }
  });

  it('is not one with another format’s ending, or a difficult name', async () => {
    await makeRecording(at('in.mp3'), [voice(0.2, 1)]);
    for (const name of ['in.wav', '-i.wav', 'a:b %d "it\'s" [x] #1 日本 عربي.mp3']) {
      await writeFile(at(name), await readFile(at('in.mp3')));
      assert.equal(await probeSound(at(name), 'ffmpeg', never), undefined);
      assert.ok((await condition({ file: at(name) }, at('out.wav'), options, never)).sampleFrames > 40_000);
    }
  });

  it('is found out when it is mended', async () => {
    await writeFile(at('in.wav'), 'no');
    assert.ok(await probeSound(at('in.wav'), 'ffmpeg', never));
    await makeRecording(at('in.wav'), [voice(0.2, 1)]);
    assert.equal(await probeSound(at('in.wav'), 'ffmpeg', never), undefined);
  });
});
