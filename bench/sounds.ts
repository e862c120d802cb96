import { writeFile } from 'node:fs/promises';
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
  await writeFile(file, Buffer.concat([header(samples.length), samples]));
}

function header(bytes: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(bytes, 40);
  return head;
}
