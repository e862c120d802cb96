import { createHash } from 'node:crypto';
import { StoryFlowFailure } from '../failure.ts';
import { rgbToI420 } from '../motion/kernel/colour.ts';
import type { YuvImage } from '../motion/kernel/resampler.ts';
import { canvasSize, type CanvasRequest } from './canvasSize.ts';
import { readPicture } from './decode.ts';
import { drawPicture } from './drawing.ts';
import { loadKernel } from './kernelFile.ts';
import { pictureChanged, pictureFailure } from './pictureProblem.ts';
import { release } from './release.ts';
import { shortageFailure } from './shortage.ts';

/**
 * A picture as the canvas that crop boxes move over: cover mode (scaled to fill the frame's shape, what protrudes
 * cut off evenly), upright by its EXIF orientation, transparent parts on the background, any colour space or depth
 * as sRGB, (W·Z)×(H·Z) large. Enlarging and reducing by Lanczos 3.
 *
 * @param sha256 What the bytes must still be, in hex, for results that are kept under their hash.
 * @throws StoryFlowFailure FAILED, with the message of `probePicture`, or saying what the machine lacks; CANCELLED.
 */
export async function prepareCanvas(
  file: string,
  request: CanvasRequest,
  sha256?: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<YuvImage> {
  const rgb = await toRgb(file, request, sha256, signal).catch((error: unknown) => {
    throw error instanceof StoryFlowFailure ? error : pictureFailure(file, error);
  });
  const size = canvasSize(request);
  try {
    return { ...size, data: rgbToI420(loadKernel(), rgb, size) };
  } catch (error) {
    throw shortageFailure(file, error) ?? error;
  } finally {
    release(rgb);
  }
}

async function toRgb(
  file: string,
  request: CanvasRequest,
  sha256: string | undefined,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const bytes = await readPicture(file);
  if (sha256 !== undefined && createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw pictureChanged(file);
  return (await drawPicture(bytes, { kind: 'canvas', request }, signal)).data;
}
