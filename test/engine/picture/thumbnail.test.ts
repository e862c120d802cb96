import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { createStore, type Store } from '../../../src/engine/cache/store.ts';
import { thumbnail } from '../../../src/engine/picture/thumbnail.ts';

describe('thumbnails', () => {
  let folder: string;
  let store: Store;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storyflow thumbnails [1] '));
    store = createStore(ownFolder(join(folder, 'cache')), { limitBytes: 1e7 });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const picture = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#336699' } });

  it('are small, upright and in the proportions of their picture', async () => {
    const file = join(folder, 'phone.jpg');
    await picture(1200, 900).withMetadata({ orientation: 6 }).jpeg().toFile(file);
    const { format, width, height } = await sharp(await thumbnail(file, store)).metadata();
    assert.deepEqual({ format, width, height }, { format: 'webp', width: 240, height: 320 });
  });

  it('are made once for the same picture, and again when it changes', async () => {
    const file = join(folder, 'a.png');
    await picture(640, 360).png().toFile(file);
    const first = await thumbnail(file, store);
    assert.equal(await thumbnail(file, store), first);
    const { mtime } = await stat(file);
    await utimes(file, mtime, new Date(mtime.getTime() + 5000));
    assert.notEqual(await thumbnail(file, store), first);
  });

  it('show as much of a damaged picture as can be seen', async () => {
    const file = join(folder, 'cut.jpg');
    const whole = await picture(800, 600).jpeg().toBuffer();
    await writeFile(file, whole.subarray(0, whole.length - 400));
    assert.ok(await thumbnail(file, store));
  });

  it('do not exist for what is missing or no picture', async () => {
    const file = join(folder, 'letter.png');
    await writeFile(file, 'Dear Sir');
    assert.equal(await thumbnail(file, store), undefined);
    assert.equal(await thumbnail(join(folder, 'nowhere.png'), store), undefined);
    assert.equal(await thumbnail(folder, store), undefined);
  });

  it('of vector pictures have the size that the picture says', async () => {
    const svg = join(folder, 'drawing.svg');
    await writeFile(
      svg,
      '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="9" height="9"/></svg>',
    );
    assert.equal((await sharp(await readFile((await thumbnail(svg, store))!)).metadata()).width, 200);
  });
});
