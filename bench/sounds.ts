import { writeFile } from 'node:fs/promises';
import { wavHeader } from '../src/engine/narration/wav.ts';
import { randomOf } from './random.ts';

const RATE = 48_000;

/** A recording of about speech's level and rhythm, so that no voice is needed: mono 16-bit PCM WAV at 48 kHz. */
export async function writeSound(file: string, seed: number, seconds: number): Promise<void> {
  const random = randomOf(seed);
  const samples = Buffer.alloc(Math.round(seconds * RATE) * 2);
  const pitch = 110 + random() * 120;
  const syllables = 3 + random() * 2;
  for (let i = 0; i * 2 < samples.length; i++) {
    const t = i / RATE;
    const loud = 0.35 + 0.65 * Math.sin(Math.PI * syllables * t) ** 2;
    const voice = Math.sin(2 * Math.PI * pitch * t) + 0.5 * Math.sin(4 * Math.PI * pitch * t);
    samples.writeInt16LE(Math.round(loud * (5000 * voice + 1500 * (random() - 0.5))), i * 2);
  }
  await writeFile(file, Buffer.concat([wavHeader(samples.length / 2, 1, RATE), samples]));
}
