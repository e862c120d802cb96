import { open } from 'node:fs/promises';
import { cropBoxAt, type Motion } from '../src/engine/motion/cropBox.ts';
import { directionOf, isDirection } from '../src/engine/motion/directions.ts';
import { prepareCanvas } from '../src/engine/picture/canvas.ts';
import { createFrameSource } from '../src/engine/picture/frameSource.ts';
import type { BenchSegment } from './benchStory.ts';

/** A file of raw I420 frames: what the export fed to its encoder, without any loss. */
export interface RawSegment {
  file: string;
  frames: number;
}

export function motionOf({ direction, zoom }: BenchSegment, index: number): Motion {
  return {
    direction: direction !== undefined && isDirection(direction) ? direction : directionOf(index),
    zoom,
  };
}

/** Writes the frames of one segment as the export makes them. */
export async function writeRawFrames(
  file: string,
  imageFile: string,
  motion: Motion,
  frames: number,
  { width, height }: { width: number; height: number },
): Promise<RawSegment> {
  const canvas = await prepareCanvas(imageFile, { width, height, zoom: motion.zoom, background: '#000000' });
  const source = createFrameSource(canvas, width, height);
  const output = await open(file, 'w');
  try {
    for (let frame = 0; frame < frames; frame++)
      await output.write(source.render(cropBoxAt(motion, frame, frames))[0]!);
  } finally {
    await output.close();
  }
  return { file, frames };
}
