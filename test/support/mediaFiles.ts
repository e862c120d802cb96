import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { wavHeader } from '../../src/engine/narration/wav.ts';

/** A picture of one colour (`#rrggbb`), in the format that its name says. */
export async function writeColour(file: string, colour: string, width = 64, height = 36): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await sharp({ create: { width, height, channels: 3, background: colour } }).toFile(file);
}

/** A 16-bit mono WAV. `sampleAt` gives −1 to 1 for each sample. */
export async function writeWav(
  file: string,
  samples: number,
  sampleAt: (i: number) => number,
  rate = 48_000,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const bytes = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++) {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sampleAt(i))) * 32767), 2 * i);
  }
  await writeFile(file, Buffer.concat([wavHeader(samples, 1, rate), bytes]));
}

/** A tone with a soft start, loud enough to have a loudness. */
export function tone(frequency = 220, rate = 48_000): (i: number) => number {
  return (i) => 0.3 * Math.sin((2 * Math.PI * frequency * i) / rate);
}
