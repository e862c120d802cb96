import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { readMp4, type Mp4Track } from '../../../src/engine/video/mp4.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const MANY = 0xffffffff;

function box(type: string, ...parts: (Uint8Array | number[])[]): Buffer {
  const contents = parts.map((part) => (Array.isArray(part) ? words(part) : part));
  const size = contents.reduce((sum, { length }) => sum + length, 8);
  return Buffer.concat([words([size]), Buffer.from(type, 'latin1'), ...contents]);
}

/** Big-endian, 32 bits each. */
function words(values: number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => buffer.writeInt32BE(value | 0, 4 * i));
  return buffer;
}

/** The tables of three samples in two chunks of an mdat that stands first: each may be replaced. */
const tables: Record<string, Buffer> = {
  stsd: box('stsd', [0, 1], box('avc1', Buffer.alloc(78), box('avcC', Buffer.from('0164001effe1', 'hex')))),
  // Decoded at 0, 10, 20; shown at 10, 30, 20.
  stts: box('stts', [0, 1, 3, 10]),
  ctts: box('ctts', [0, 3, 1, 10, 1, 20, 1, 0]),
  stsz: box('stsz', [0, 0, 3, 100, 50, 25]),
  stsc: box('stsc', [0, 2, 1, 2, 1, 2, 1, 1]),
  stco: box('stco', [0, 2, 8, 158]),
};

function film(changes: Record<string, Buffer | undefined> = {}): Buffer {
  const table = Object.values({ ...tables, ...changes }).filter((each) => each !== undefined);
  const media = [
    box('mdhd', [0, 0, 0, 1000, 30]),
    box('hdlr', [0, 0], Buffer.from('vide', 'latin1')),
    box('minf', box('stbl', ...table)),
  ];
  const movie = box('moov', box('trak', box('mdia', ...media)));
  return Buffer.concat([box('mdat', Buffer.alloc(175)), movie]);
}

describe('readMp4', () => {
  const folder = temporaryFolder();

  async function read(bytes: Uint8Array): Promise<Mp4Track[]> {
    const file = join(folder(), 'film.mp4');
    await writeFile(file, bytes);
    return readMp4(file);
  }

  it('reads what the index says', async () => {
    assert.deepEqual(await read(film()), [
      {
        ...{ kind: 'video', samples: 3, timescale: 1000, duration: 30, reorderDelay: 1 },
        decoderConfiguration: '0164001effe1',
      },
    ]);
    assert.equal((await read(film({ ctts: undefined })))[0]!.reorderDelay, 0);
    assert.equal((await read(film({ stco: box('co64', [0, 2, 0, 8, 0, 158]) })))[0]!.samples, 3);
  });

  const refused: Record<string, Buffer> = {
    'a sample beyond the end of the file': film({ stsz: box('stsz', [0, 0, 3, 100, 50, 9999]) }),
    'a chunk beyond the end of the file': film({ stco: box('stco', [0, 2, 8, 1e6]) }),
    'more samples than its table has': film({ stsz: box('stsz', [0, 0, MANY, 100, 50, 25]) }),
    'samples without end, all of one size': film({ stsz: box('stsz', [0, 1, MANY]) }),
    'a run without end': film({ stts: box('stts', [0, 1, MANY, 10]) }),
    'a reordering without end': film({ ctts: box('ctts', [0, 1, MANY, 10]) }),
    'more runs than its table has': film({ stts: box('stts', [0, MANY, 3, 10]) }),
    'a chunk without end': film({ stsc: box('stsc', [0, 1, 1, MANY, 1]) }),
    'more chunks than its table has': film({ stco: box('stco', [0, MANY, 8, 158]) }),
    'fewer samples in chunks than in all': film({ stco: box('stco', [0, 1, 8]) }),
    'no table of sizes': film({ stsz: undefined }),
    'boxes without number': film({ free: Buffer.concat(Array<Buffer>(5000).fill(box('free'))) }),
    'a box of no size': film({ free: words([0, 0, 0]) }),
    'no index': box('mdat', Buffer.alloc(100)),
    'an index that is cut off': film().subarray(0, -20),
    'boxes without number before its index': Buffer.concat(Array<Buffer>(5000).fill(box('free'))),
    'an index larger than the file': words([MANY, 0x6d6f6f76, 0, 0]),
    nothing: Buffer.alloc(0),
  };
  for (const [what, bytes] of Object.entries(refused))
    it(`refuses ${what}`, () => assert.rejects(read(bytes), Error));

  it('reads or refuses whatever numbers stand in the index, and needs no memory for them', async () => {
    const whole = film();
    const index = whole.indexOf('moov');
    const before = process.memoryUsage().rss;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - index - 5), fc.constantFrom(0, 1, 127, 128, 255)), {
          minLength: 1,
          maxLength: 6,
        }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[index + 4 + at] = value;
          await read(bytes).catch((error: unknown) => assert.ok(error instanceof Error));
        },
      ),
      { numRuns: 500 },
    );
    assert.ok(process.memoryUsage().rss - before < 100e6);
  });
});
