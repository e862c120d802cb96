import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { findChecked, putChecked } from '../cache/checkedEntry.ts';
import type { Store } from '../cache/store.ts';
import { throwIfCancelled } from '../failure.ts';
import { readRegular } from '../storage/regularFile.ts';
import { drawFile } from './drawing.ts';

/** Pixels of the longer side: twice what a timeline shows, for dense displays. */
const SIZE = 320;
/** More than a picture of that size can take. */
const LIMIT_BYTES = 1024 * 1024;
/** Changes when thumbnails of the same picture come to look different. */
const VERSION = 'thumbnail-1';

/**
 * A small WebP of a picture, upright, with its own proportions, kept in `store` as long as the picture is the same
 * file of the same time and size.
 *
 * @returns Absolute path; undefined when the file is not there, is no picture, or cannot be drawn in good time. A damaged
 *   picture shows as much as can be decoded: that it is damaged is the export check's to say.
 * @throws StoryFlowFailure CANCELLED.
 */
export async function thumbnail(
  imageFile: string,
  store: Store,
  signal: AbortSignal = new AbortController().signal,
): Promise<string | undefined> {
  const found = await stat(imageFile).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const identity = [VERSION, imageFile, found.mtimeMs, found.size].join('\n');
  const key = createHash('sha256').update(identity).digest('hex');
  const kind = { key, extension: '.webp', check: requireWebp };
  const known = await findChecked(store, kind);
  if (known !== undefined) return known;
  const small = await shrink(imageFile, signal).catch(() => undefined);
  throwIfCancelled(signal);
  return small && putChecked(store, { ...kind, produce: (file) => writeFile(file, small) });
}

/** By its RIFF header: its kind, and its size. */
async function requireWebp(file: string): Promise<void> {
  const bytes = await readRegular(file, LIMIT_BYTES);
  const kind = bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 12);
  if (kind !== 'RIFFWEBP' || bytes.readUInt32LE(4) + 8 !== bytes.length) throw new Error('no whole WebP');
}

async function shrink(imageFile: string, signal: AbortSignal): Promise<Uint8Array> {
  return (await drawFile(imageFile, { kind: 'thumbnail', side: SIZE }, signal)).data;
}
