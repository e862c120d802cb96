import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { prepareCanvas } from '../../../src/engine/picture/canvas.ts';
import { probePicture } from '../../../src/engine/picture/probe.ts';
import { quarters } from '../../support/pictures.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('probing a picture', () => {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder(), name);

  async function probe(name: string, bytes: Buffer | string) {
    await writeFile(path(name), bytes);
    return probePicture(path(name));
  }

  /** Enough detail that half of the file is not nearly all of it. */
  const detailed = () =>
    sharp({
      create: {
        width: 320,
        height: 240,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    });

  const encoders = {
    jpg: () => detailed().jpeg(),
    png: () => detailed().png(),
    webp: () => detailed().webp(),
    gif: () => detailed().gif(),
    avif: () => detailed().avif({ effort: 0 }),
    tiff: () => detailed().tiff(),
  };

  for (const [extension, encode] of Object.entries(encoders)) {
    it(`accepts a whole ${extension}, refuses half of one`, async () => {
      const bytes = await encode().toBuffer();
      assert.equal(await probe(`whole.${extension}`, bytes), undefined);
      const problem = await probe(`half.${extension}`, bytes.subarray(0, bytes.length / 2));
      assert.equal(problem?.severity, 'error');
      assert.match(problem.code, /picture-damaged|picture-not-readable/);
      assert.match(problem.message, /half\./);
      await assert.rejects(
        prepareCanvas(path(`half.${extension}`), {
          width: 64,
          height: 36,
          zoom: 1.3,
          background: '#000000',
        }),
        (error) => error instanceof StoryFlowFailure && error.message === problem.message,
        'rendering says the same',
      );
    });
  }

  it('accepts a JPEG with something after its end', async () => {
    const bytes = await encoders.jpg().toBuffer();
    assert.equal(await probe('padded.jpg', Buffer.concat([bytes, Buffer.alloc(500)])), undefined);
    assert.equal(await probe('trailer.jpg', Buffer.concat([bytes, Buffer.from('MotionPhoto')])), undefined);
  });

  it('refuses a PNG with a single wrong byte', async () => {
    const bytes = await encoders.png().toBuffer();
    bytes[bytes.length >> 1]! ^= 1;
    assert.equal((await probe('flipped.png', bytes))?.code, 'picture-damaged');
  });

  it('accepts an SVG and refuses a broken one', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3"/></svg>';
    assert.equal(await probe('good.svg', svg), undefined);
    assert.equal((await probe('bad.svg', svg.slice(0, 90)))?.severity, 'error');
  });

  it('says that a file is missing, empty, a folder or no picture', async () => {
    await mkdir(path('album'));
    assert.equal((await probePicture(path('none.png')))?.code, 'picture-missing');
    assert.equal((await probePicture(path('album')))?.code, 'picture-unreadable');
    assert.equal((await probe('empty.png', ''))?.code, 'picture-empty');
    assert.equal((await probe('letter.png', 'Dear reader'))?.code, 'picture-not-readable');
  });

  it('says that a file may not be read', async function () {
    await writeFile(path('secret.png'), await encoders.png().toBuffer());
    await chmod(path('secret.png'), 0);
    // The administrator may read everything, and Windows has no such permissions.
    if (process.getuid?.() === 0 || process.platform === 'win32') return this.skip();
    assert.equal((await probePicture(path('secret.png')))?.code, 'picture-unreadable');
  });

  it('warns of a picture with the extension of another format', async () => {
    const problem = await probe('really-a-jpeg.png', await quarters(40, 30).jpeg().toBuffer());
    assert.equal(problem?.severity, 'warning');
    assert.match(problem.message, /really a JPEG/);
  });

  it('refuses a decompression bomb without unfolding it', async () => {
    const problem = await probe('bomb.png', pngBomb(40_000, 40_000));
    assert.equal(problem?.code, 'picture-too-large');
    assert.match(problem.message, /40000 × 40000/);
  });

  /** A PNG of a few hundred bytes that claims the given size. */
  function pngBomb(width: number, height: number): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 2, 0, 0, 0], 8);
    const chunk = (type: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(type), data]);
      const size = Buffer.alloc(4);
      size.writeUInt32BE(data.length);
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(crc32(body));
      return Buffer.concat([size, body, sum]);
    };
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const data = deflateSync(Buffer.alloc(100_000));
    return Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', data),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }
});
