import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { readRegular } from '../storage/regularFile.ts';

// Canvases are made one at a time in each lane: threads of libvips's own, or its cache of operations, would only
// add memory.
sharp.concurrency(1);
sharp.cache(false);

/** More pixels than this are refused: a file of kilobytes can unfold to gigabytes. */
export const maxPicturePixels = 0x3fff * 0x3fff;
/** Longer sides are refused, as JPEG does: every row or column in work costs its whole length. */
export const maxPictureSide = 0xffff;
/** Larger files are refused. Bytes. */
export const maxPictureBytes = 256_000_000;

/** libvips looks at the clock between rows, and gives up. */
const patienceSeconds = 120;

/**
 * The whole file. By bytes and not by path: libvips takes `[…]` at the end of a path for options.
 *
 * @throws RefusedFile, also when it is larger than {@link maxPictureBytes}; Error of the file system.
 */
export async function readPicture(file: string): Promise<Buffer> {
  return readRegular(file, maxPictureBytes);
}

/** Format, size and colours, from the header alone. Throws sharp's error for what is no picture. */
export async function pictureHeader(bytes: Buffer): Promise<Metadata> {
  return sharp(bytes, { limitInputPixels: false }).metadata();
}

/** The first page or frame, upright. Decoding fails on any damage, unless the options forbid it. */
export function decodePicture(bytes: Buffer, options: SharpOptions = {}): Sharp {
  return sharp(bytes, { limitInputPixels: maxPicturePixels, failOn: 'warning', ...options })
    .timeout({ seconds: patienceSeconds })
    .autoOrient();
}
