import { readFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';

// Canvases are made one at a time in each lane: threads of libvips's own, or its cache of operations, would only
// add memory.
sharp.concurrency(1);
sharp.cache(false);

/** More pixels than this are refused: a file of kilobytes can unfold to gigabytes. */
export const maxPicturePixels = 0x3fff * 0x3fff;

/** The whole file. By bytes and not by path: libvips takes `[…]` at the end of a path for options. */
export async function readPicture(file: string): Promise<Buffer> {
  return readFile(file);
}

/** Format, size and colours, from the header alone. Throws sharp's error for what is no picture. */
export async function pictureHeader(bytes: Buffer): Promise<Metadata> {
  return sharp(bytes, { limitInputPixels: false }).metadata();
}

/** The first page or frame, upright. Decoding fails on any damage. */
export function decodePicture(bytes: Buffer, options: SharpOptions = {}): Sharp {
  return sharp(bytes, { limitInputPixels: maxPicturePixels, failOn: 'warning', ...options }).autoOrient();
}
