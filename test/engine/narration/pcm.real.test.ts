import assert from 'node:assert/strict';
import { execa } from 'execa';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRecording } from '../../../src/engine/narration/decode.ts';
import { openPcm } from '../../../src/engine/narration/pcm.ts';
import { never } from '../../support/media.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const noFfmpeg = '/no/ffmpeg/here';
/** One step of the 16-bit samples that everything ends up in. */
const step = 1 / 32_768;

describe('The samples of a WAV recording', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder(), name);

  /** Two different channels that reach full scale, for a time that ends within no frame or window. */
  async function record(name: string, output: readonly string[], rate = 48_000): Promise<string> {
    const input = `aevalsrc='sin(2*PI*440*t)|0.7*sin(2*PI*997*t)*sin(3*t)':s=${rate}:d=0.70123`;
    await execa('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', input, ...output, at(name)]);
    return at(name);
  }

  async function read(file: string, ffmpeg: string): Promise<{ channels: number; samples: Float32Array }> {
    await using pcm = await openPcm({ file }, at('temp.pcm'), ffmpeg, never);
    const samples = new Float32Array(pcm.sampleFrames * pcm.channels);
    const piece = 12_345;
    for (let from = 0; from < pcm.sampleFrames; from += piece) {
      const frames = Math.min(piece, pcm.sampleFrames - from);
      samples.set(await pcm.read(from, frames), from * pcm.channels);
    }
    return { channels: pcm.channels, samples };
  }

  /** Stereo. */
  async function readByFfmpeg(file: string): Promise<Float32Array> {
    const pieces: Buffer[] = [];
    await decodeRecording(file, 'ffmpeg', never, async (samples) => void pieces.push(samples));
    return new Float32Array(Uint8Array.from(Buffer.concat(pieces)).buffer);
  }

  /** @returns the number of channels. */
  async function assertAsByFfmpeg(file: string, ffmpeg: string): Promise<number> {
    const { channels, samples } = await read(file, ffmpeg);
    const expected = await readByFfmpeg(file);
    assert.equal(samples.length / channels, expected.length / 2);
    let worst = 0;
    expected.forEach((value, i) => {
      const sample = samples[channels === 2 ? i : i >> 1]!;
      worst = Math.max(worst, Math.abs(value - sample));
    });
    assert.ok(worst < step / 100, `${worst / step} steps`);
    return channels;
  }

  for (const encoding of ['u8', 's16le', 's24le', 's32le', 'f32le', 'f64le'])
    it(`of ${encoding} are those that ffmpeg decodes, without ffmpeg`, async () => {
      for (const channels of [1, 2]) {
        const file = await record('in.wav', ['-ac', `${channels}`, '-c:a', `pcm_${encoding}`]);
        assert.equal(await assertAsByFfmpeg(file, noFfmpeg), channels);
      }
    });

  it('are found among other chunks, in a file without a length, in one that lacks its last bytes', async () => {
    const file = await record('in.wav', ['-ac', '1', '-metadata', 'title=odd']);
    await assertAsByFfmpeg(file, noFfmpeg);
    const whole = await readFile(file);
    const from = whole.indexOf('data');
    const chunk = Buffer.from('note\x05\0\0\0hello\0', 'latin1');
    await writeFile(
      at('chunks.wav'),
      Buffer.concat([whole.subarray(0, from), chunk, whole.subarray(from), chunk]),
    );
    await assertAsByFfmpeg(at('chunks.wav'), noFfmpeg);
    await writeFile(at('short.wav'), whole.subarray(0, whole.length - 101));
    await assertAsByFfmpeg(at('short.wav'), noFfmpeg);
    const streamed = Buffer.from(whole);
    streamed.writeUInt32LE(0xffffffff, from + 4);
    await writeFile(at('streamed.wav'), streamed);
    await assertAsByFfmpeg(at('streamed.wav'), noFfmpeg);
  });

  it('are left to ffmpeg where it would do more than read them', async () => {
    const others: Record<string, readonly string[]> = {
      six: ['-ac', '6', '-c:a', 'pcm_s24le'],
      left: ['-af', 'pan=FL|FL=FL', '-c:a', 'pcm_s24le'],
      large: ['-rf64', 'always'],
      coded: ['-c:a', 'adpcm_ms'],
    };
    for (const [name, output] of Object.entries(others)) {
      const file = await record(`${name}.wav`, output);
      await assert.rejects(read(file, noFfmpeg), { code: 'TOOL_MISSING' }, name);
      assert.equal(await assertAsByFfmpeg(file, 'ffmpeg'), 2);
    }
    const slow = await record('slow.wav', [], 44_100);
    await assert.rejects(read(slow, noFfmpeg), { code: 'TOOL_MISSING' });
    await assertAsByFfmpeg(slow, 'ffmpeg');
  });
});
