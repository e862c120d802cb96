import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWavHeader, wavHeader } from '../../../src/engine/narration/wav.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('A WAV header', () => {
  const folder = temporaryFolder();

  async function headerOf(...parts: Buffer[]) {
    const file = join(folder(), 'a.wav');
    await writeFile(file, Buffer.concat(parts));
    return readWavHeader(file);
  }

  it('is read as it was written', async () => {
    assert.deepEqual(await headerOf(wavHeader(100, 2, 48_000), Buffer.alloc(400)), {
      encoding: 's16',
      sampleRate: 48_000,
      channels: 2,
      bitsPerSample: 16,
      dataOffset: 44,
      dataBytes: 400,
      promisedBytes: 400,
      sampleFrames: 100,
    });
  });

  it('is found behind other chunks, odd ones too', async () => {
    const header = wavHeader(10, 1, 44_100);
    const list = Buffer.from('LIST\x05\0\0\0hello\0', 'latin1');
    const found = await headerOf(header.subarray(0, 36), list, header.subarray(36), Buffer.alloc(20));
    assert.equal(found?.dataOffset, 44 + list.length);
    assert.equal(found.sampleFrames, 10);
  });

  it('tells plain samples from coded ones, and from any that need more room than they have bits', async () => {
    const encoding = async (tag: number, bits: number, frameBytes = bits / 8) => {
      const header = wavHeader(10, 1, 48_000);
      header.writeUInt16LE(tag, 20);
      header.writeUInt16LE(frameBytes, 32);
      header.writeUInt16LE(bits, 34);
      return (await headerOf(header, Buffer.alloc(80)))?.encoding;
    };
    assert.equal(await encoding(1, 24), 's24');
    assert.equal(await encoding(3, 32), 'f32');
    assert.equal(await encoding(1, 24, 4), undefined);
    // ADPCM, µ-law, MP3 in a WAV; float samples of a size that there is not; an extension that is missing.
    for (const [tag, bits] of [
      [2, 4],
      [7, 8],
      [0x55, 0],
      [3, 16],
      [0xfffe, 16],
    ] as const)
      assert.equal(await encoding(tag, bits, Math.ceil(bits / 8)), undefined, `${tag}`);
  });

  it('tells what is missing from a file that was cut short', async () => {
    const found = await headerOf(wavHeader(100, 2, 48_000), Buffer.alloc(201));
    assert.equal(found?.sampleFrames, 50);
    assert.equal(found.promisedBytes, 400);
  });

  it('of a recorder that did not know the length counts what is there', async () => {
    for (const length of [0, 0xffffffff]) {
      const header = wavHeader(0, 1, 48_000);
      header.writeUInt32LE(length, 40);
      const found = await headerOf(header, Buffer.alloc(64));
      assert.equal(found?.sampleFrames, 32);
      assert.equal(found.promisedBytes, 64);
    }
  });

  it('is not seen in other files', async () => {
    assert.equal(await headerOf(Buffer.alloc(0)), undefined);
    assert.equal(await headerOf(Buffer.from('RIFF')), undefined);
    assert.equal(await headerOf(Buffer.from('OggS and much more that is no sound')), undefined);
    assert.equal(await headerOf(wavHeader(1, 1, 8000).subarray(0, 36)), undefined);
  });
});
