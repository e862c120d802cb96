import type { Metadata, Sharp } from 'sharp';
import { canvasSize, type CanvasRequest } from './canvasSize.ts';
import { isComplete } from './completeness.ts';
import { decodePicture, maxPicturePixels, maxPictureSide, pictureHeader } from './decode.ts';
import { maxUnfoldedBytes, unfoldedBytes } from './effort.ts';
import { scaleVector } from './vector.ts';

// What is done with the bytes of a picture, here or in a process apart (apart.ts).

/** What is wanted of a picture. */
export type DrawTask =
  | { kind: 'probe'; width: number; height: number }
  | { kind: 'canvas'; request: CanvasRequest }
  | { kind: 'thumbnail'; side: number };

export interface Drawn {
  format: string;
  width: number;
  height: number;
  /** R'G'B' of a canvas, a WebP of a thumbnail, nothing of a probe. */
  data: Uint8Array;
}

/** A picture that is refused by its header. */
export class TooLarge extends Error {
  readonly size: { width: number; height: number };
  /** It is small enough for pictures that come row by row, and does not. */
  readonly unfolded: boolean;

  constructor(size: { width: number; height: number }, unfolded: boolean) {
    super('the picture is too large');
    this.size = size;
    this.unfolded = unfolded;
  }
}

/** @throws TooLarge; sharp's error. */
export async function draw(bytes: Buffer, task: DrawTask): Promise<Drawn> {
  const header = await pictureHeader(bytes);
  requireSize(header, bytes.length);
  const { format, width, height } = header;
  return { format, width, height, data: await drawn(bytes, header, task) };
}

function requireSize(header: Metadata, fileBytes: number): void {
  const { format, width, height } = header;
  const size = { width, height };
  // A drawing has no pixels yet.
  const longest = format === 'svg' ? Infinity : maxPictureSide;
  if (width * height > maxPicturePixels || Math.max(width, height) > longest) throw new TooLarge(size, false);
  const unfolded = format === 'svg' ? 0 : unfoldedBytes(header);
  // The file is in memory twice: here, and with who asked for the picture.
  if (unfolded > 0 && unfolded + 2 * fileBytes > maxUnfoldedBytes) throw new TooLarge(size, true);
}

async function drawn(bytes: Buffer, header: Metadata, task: DrawTask): Promise<Uint8Array> {
  switch (task.kind) {
    case 'canvas':
      return toRgb(bytes, header, task.request);
    case 'thumbnail':
      return toThumbnail(bytes, task.side);
    case 'probe':
      // A drawing is drawn as it will be: a small one takes no time, whatever is in it.
      if (header.format === 'svg') await toRgb(bytes, header, { ...task, zoom: 1, background: '#000000' });
      else if (!isComplete(bytes, header.format)) await decodeAll(bytes);
      return new Uint8Array();
  }
}

async function decodeAll(bytes: Buffer): Promise<void> {
  await decodePicture(bytes).resize(16, 16, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
}

/** A damaged picture shows as much as can be decoded. */
function toThumbnail(bytes: Buffer, side: number): Promise<Uint8Array> {
  return decodePicture(bytes, { failOn: 'none' })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78, smartSubsample: true })
    .toBuffer();
}

async function toRgb(bytes: Buffer, header: Metadata, request: CanvasRequest): Promise<Uint8Array> {
  const size = canvasSize(request);
  const covering = upright(bytes, header, size).resize({
    ...size,
    fit: 'cover',
    position: 'centre',
    kernel: 'lanczos3',
  });
  const opaque = header.hasAlpha ? covering.flatten({ background: request.background }) : covering;
  const { data, info } = await opaque
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return info.channels === 3 ? data : greyToRgb(data, info.channels);
}

function upright(bytes: Buffer, header: Metadata, size: { width: number; height: number }): Sharp {
  if (header.format !== 'svg') return decodePicture(bytes);
  const vector = scaleVector(bytes, header, size);
  return decodePicture(vector.bytes, { density: vector.density });
}

function greyToRgb(samples: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((samples.length / channels) * 3);
  for (let from = 0, to = 0; from < samples.length; from += channels, to += 3)
    rgb.fill(samples[from]!, to, to + 3);
  return rgb;
}
