import { execa } from 'execa';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { tone, writeWav } from '../../support/mediaFiles.ts';

/** One good file of every kind: what is damaged, and what the good story is made of. */
export async function makeMaterials(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWav(join(folder, 'a.wav'), 16_000, tone());
  await writeWav(join(folder, 'b.wav'), 12_000, tone(330));
  const stripes = Buffer.from(Array.from({ length: 64 * 36 * 3 }, (_, i) => (i * 7919) % 251));
  const picture = () => sharp(stripes, { raw: { width: 64, height: 36, channels: 3 } });
  for (const kind of ['png', 'jpg', 'webp', 'avif', 'gif', 'tiff'])
    await picture().toFile(join(folder, `a.${kind}`));
  await picture().flop().toFile(join(folder, 'b.png'));
  await writeFile(
    join(folder, 'a.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><defs><linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient></defs><rect width="64" height="36" fill="url(#g)"/><text x="4" y="20">Hi</text></svg>',
  );
  const encoders = { mp3: 'libmp3lame', m4a: 'aac', ogg: 'libvorbis', flac: 'flac' };
  for (const [ending, encoder] of Object.entries(encoders))
    await execa('ffmpeg', [
      '-v',
      'error',
      '-i',
      join(folder, 'a.wav'),
      '-c:a',
      encoder,
      join(folder, `a.${ending}`),
    ]);
  // Somebody's film: an MP4 all right, and none of ours.
  await execa('ffmpeg', [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=64x36:rate=10:duration=1',
    join(folder, 'film.mp4'),
  ]);
}
