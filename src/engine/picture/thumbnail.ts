import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Store } from '../cache/store.ts';

/** Pixels of the longer side: twice what a timeline shows, for dense displays. */
const SIZE = 320;
/** Changes when thumbnails of the same picture come to look different. */
const VERSION = 'thumbnail-1';

/**
 * A small WebP of a picture, upright, with its own proportions, kept in `store` as long as the picture is the same
 * file of the same time and size.
 *
 * @returns Absolute path; undefined when the file is not there or is no picture. A damaged picture shows as much as
 *   can be decoded: that it is damaged is the export check's to say.
 */
export async function thumbnail(imageFile: string, store: Store): Promise<string | undefined> {
  const found = await stat(imageFile).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const identity = [VERSION, imageFile, found.mtimeMs, found.size].join('\n');
  const key = createHash('sha256').update(identity).digest('hex');
  const known = await store.get(key);
  if (known !== undefined) return known;
  const small = await shrink(imageFile).catch(() => undefined);
  return small && store.put(key, (file) => writeFile(file, small), '.webp');
}

async function shrink(imageFile: string): Promise<Buffer> {
  // By bytes, not by path: libvips takes brackets in a path for options.
  const picture = sharp(await readFile(imageFile), { failOn: 'none', limitInputPixels: 0x3fff * 0x3fff });
  return picture
    .autoOrient()
    .resize({ width: SIZE, height: SIZE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78, smartSubsample: true })
    .toBuffer();
}
