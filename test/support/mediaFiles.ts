import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp from 'sharp';

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
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sampleAt(i))) * 32767), 44 + 2 * i);
  }
  await writeFile(file, bytes);
}

/** A tone with a soft start, loud enough to have a loudness. */
export function tone(frequency = 220, rate = 48_000): (i: number) => number {
  return (i) => 0.3 * Math.sin((2 * Math.PI * frequency * i) / rate);
}
