import { execa } from 'execa';
import { once } from 'node:events';
import { join } from 'node:path';
import { createPicture } from '../pictures.ts';
import { zoompanArguments } from '../zoompan.ts';
import sharp from 'sharp';
import { lumaFrames } from './lumaFrames.ts';
import { measureTrembling, type Trembling } from './trembling.ts';
import { createWaves, renderWaves } from './waves.ts';

export interface Validation {
  /** A pan at constant speed, exact to float: reads next to nothing. */
  pan: Trembling;
  /** To and fro by ±0.25 px, frame by frame: reads 1. */
  alternation: Trembling;
  /** ffmpeg's filter, whose steps are whole pixels: reads about 1. */
  zoompan: Trembling;
}

interface ValidationOptions {
  ffmpeg: string;
  /** For videos, which stay there. */
  folder: string;
  size: { width: number; height: number };
  frames: number;
}

/** Measures videos whose motion is known, each encoded without loss and read back through ffmpeg. */
export async function validate(options: ValidationOptions): Promise<Validation> {
  return {
    pan: await measureWaves(options, 'pan', (k) => ({ x: 0.31 * k, y: 0.17 * k })),
    alternation: await measureWaves(options, 'alternation', (k) => ({ x: k % 2 === 0 ? 0.25 : -0.25, y: 0 })),
    zoompan: await measureZoompan(options),
  };
}

async function measureWaves(
  { ffmpeg, folder, size, frames }: ValidationOptions,
  name: string,
  place: (frame: number) => { x: number; y: number },
): Promise<Trembling> {
  const file = join(folder, `${name}.mkv`);
  const waves = createWaves(3);
  const child = execa(ffmpeg, losslessArguments(size, file), { buffer: false });
  for (let k = 0; k < frames; k++)
    if (!child.stdin.write(renderWaves(waves, size, place(k)))) await once(child.stdin, 'drain');
  child.stdin.end();
  await child;
  return measureTrembling(lumaFrames(ffmpeg, file, size), size);
}

async function measureZoompan({ ffmpeg, folder, size, frames }: ValidationOptions): Promise<Trembling> {
  const imageFile = join(folder, 'picture.png');
  const [width, height] = [size.width * 1.3, size.height * 1.3].map(Math.round) as [number, number];
  const pixels = await createPicture(1, width, height);
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(imageFile);
  const file = join(folder, 'zoompan.mkv');
  const motion = { direction: 'top-left-to-bottom-right', zoom: 1.1 } as const;
  // Frames are a part of a much longer, and so slower, pan: a third of a pixel a frame at any size.
  const segment = { imageFile, motion, frames: Math.round((600 * size.width) / 1920) };
  const way = { supersampling: 1, codec: ['-preset', 'ultrafast', '-qp', '0'] };
  const all = zoompanArguments(segment, { ...size, fps: 30 }, way, file);
  await execa(ffmpeg, [...all.slice(0, -1), '-frames:v', `${frames}`, all.at(-1)!], { stdin: 'ignore' });
  return measureTrembling(lumaFrames(ffmpeg, file, size), size);
}

function losslessArguments({ width, height }: { width: number; height: number }, output: string): string[] {
  return [
    ...['-v', 'error', '-y', '-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', `${width}x${height}`],
    ...['-framerate', '30', '-i', 'pipe:0', '-c:v', 'ffv1', output],
  ];
}
