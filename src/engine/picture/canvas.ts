import { createHash } from 'node:crypto';
import type { Metadata, Sharp } from 'sharp';
import { StoryFlowFailure } from '../failure.ts';
import { rgbToI420 } from '../motion/kernel/colour.ts';
import type { YuvImage } from '../motion/kernel/resampler.ts';
import { canvasSize, type CanvasRequest } from './canvasSize.ts';
import { decodePicture, pictureHeader, readPicture } from './decode.ts';
import { loadKernel } from './kernelFile.ts';
import { pictureChanged, pictureFailure } from './pictureProblem.ts';
import { release } from './release.ts';
import { scaleVector } from './vector.ts';

/**
 * A picture as the canvas that crop boxes move over: cover mode (scaled to fill the frame's shape, what protrudes
 * cut off evenly), upright by its EXIF orientation, transparent parts on the background, any colour space or depth
 * as sRGB, (W·Z)×(H·Z) large. Enlarging and reducing by Lanczos 3.
 *
 * @param sha256 What the bytes must still be, in hex, for results that are kept under their hash.
 * @throws StoryFlowFailure FAILED, with the message of `probePicture`.
 */
export async function prepareCanvas(
  file: string,
  request: CanvasRequest,
  sha256?: string,
): Promise<YuvImage> {
  try {
    const bytes = await readPicture(file);
    if (sha256 !== undefined && createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw pictureChanged(file);
    return await toCanvas(bytes, request);
  } catch (error) {
    throw error instanceof StoryFlowFailure ? error : pictureFailure(file, error);
  }
}

async function toCanvas(bytes: Buffer, request: CanvasRequest): Promise<YuvImage> {
  const size = canvasSize(request);
  const header = await pictureHeader(bytes);
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
  const rgb = info.channels === 3 ? data : greyToRgb(data, info.channels);
  const canvas = { ...size, data: rgbToI420(loadKernel(), rgb, size) };
  release(data);
  return canvas;
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
