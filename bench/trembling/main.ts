// node bench/trembling/main.ts VIDEO [--from FRAME] [--frames N], or --validate: see docs/benchmarks.md.
import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findFfmpeg } from '../../src/engine/video/ffmpeg.ts';
import { lumaFrames } from './lumaFrames.ts';
import { measureTrembling, type Trembling } from './trembling.ts';
import { validate } from './validate.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    validate: { type: 'boolean', default: false },
    from: { type: 'string', default: '0' },
    frames: { type: 'string', default: '60' },
  },
});
const { path: ffmpeg } = await findFfmpeg();
if (values.validate) await showValidation();
else if (positionals[0] !== undefined) await showVideo(positionals[0]);
else console.error('Give a video, or --validate.');

async function showVideo(file: string): Promise<void> {
  const range = { first: Number(values.from), count: Number(values.frames) };
  const size = await sizeOf(file);
  show(file, await measureTrembling(lumaFrames(ffmpeg, file, size, range), size));
}

async function showValidation(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trembling-'));
  try {
    const found = await validate({ ffmpeg, folder, size: { width: 1920, height: 1080 }, frames: 30 });
    show('a perfect pan (0)', found.pan);
    show('±0.25 px, frame by frame (1)', found.alternation);
    show("ffmpeg's zoompan (about 1.4)", found.zoompan);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function show(name: string, { rms, speed, displacements }: Trembling): void {
  const frames = displacements.length + 1;
  console.log(`${name}: ${rms.toFixed(4)} px/frame² at ${speed.toFixed(3)} px/frame over ${frames} frames`);
}

/** From what ffmpeg says of the file: there may be no ffprobe. */
async function sizeOf(file: string): Promise<{ width: number; height: number }> {
  const { stderr } = await execa(ffmpeg, ['-hide_banner', '-i', `file:${file}`], { reject: false });
  const found = /Video: .*?, (\d{2,5})x(\d{2,5})/.exec(stderr);
  if (!found) throw new Error(`There is no video in ${file}.`);
  return { width: Number(found[1]), height: Number(found[2]) };
}
