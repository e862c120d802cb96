import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { directions } from '../../src/engine/motion/directions.ts';
import { createBenchStory } from '../benchStory.ts';
import { video, type BenchContext, type Figure, type Row } from '../context.ts';
import { runExport } from '../exportRun.ts';
import { lumaFrames } from '../trembling/lumaFrames.ts';
import { idealTrembling, measureTrembling, tremblingOf } from '../trembling/trembling.ts';
import { zoompanArguments } from '../zoompan.ts';

/** Zoom intensities whose pans, five seconds long, go at about 18, 9 and 3 px/s. */
const slow = [1.04, 1.02, 1.007];
const SECONDS = 5;

/**
 * All seven directions, slowly, as exported without loss and at 8000k; and ffmpeg's zoompan for comparison. After its key
 * frame an encoder needs a while to settle: the beginning of a segment is its most uneven part.
 */
export const tremblingRow: Row = async (context) => {
  const { folder: parent, pictures, quick, say } = context;
  const folder = join(parent, 'trembling');
  const zooms = quick ? slow.slice(0, 1) : slow;
  const motions = zooms.flatMap((zoom) => directions.map((direction) => ({ direction, zoom })));
  const story = await createBenchStory({
    folder,
    segments: motions.length,
    seconds: () => SECONDS,
    pictures,
    zoom: (i) => motions[i]!.zoom,
    direction: (i) => motions[i]!.direction,
  });
  const figures: Figure[] = [];
  for (const [kind, bitrate, most] of [
    ['lossless', 'lossless', 0.004],
    ['8000k', '8000k', 0.02],
  ] as const) {
    const { result } = await runExport(story, { cold: true, args: ['--bitrate', bitrate] });
    // Decoded once, from beginning to end.
    const frames = lumaFrames(context.ffmpeg, result.output_path, video);
    for (const [i, motion] of motions.entries()) {
      const name = `${motion.direction}, zoom ${motion.zoom}, ${kind}`;
      say(name);
      const measured = quick ? 24 : 60;
      const { rms, displacements } = await measureTrembling(take(frames, measured), video);
      figures.push({ name, value: rms, unit: 'px/frame²', most });
      const settling = tremblingOf(displacements.slice(0, quick ? 11 : 23));
      figures.push({ name: `${name}, first frames`, value: settling.rms, unit: 'px/frame²' });
      for await (const _ of take(frames, result.segments[i]!.frames - measured));
    }
    await frames.return(undefined);
  }
  figures.push(...idealFigures(motions));
  figures.push(...(await zoompanFigures(context, folder)));
  await rm(folder, { recursive: true });
  return figures;
};

/** The next `count` of the frames; the others can still be taken. */
async function* take(frames: AsyncIterator<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  for (let taken = 0; taken < count; taken++) {
    const next = await frames.next();
    if (next.done) throw new Error(`the video ends ${count - taken} frames too early`);
    yield next.value;
  }
}

/** The same tool on exact crop boxes: what is left when nothing is drawn wrong. */
function idealFigures(motions: Parameters<typeof idealTrembling>[0][]): Figure[] {
  const frames = SECONDS * video.fps;
  const all = motions.map((motion) => idealTrembling(motion, frames, video));
  return [
    { name: 'exact crop boxes, worst', value: Math.max(...all.map(({ rms }) => rms)), unit: 'px/frame²' },
    {
      name: 'fastest of these pans',
      value: Math.max(...all.map(({ speed }) => speed)) * video.fps,
      unit: 'px/s',
    },
  ];
}

async function zoompanFigures(
  { ffmpeg, pictures, quick, say }: BenchContext,
  folder: string,
): Promise<Figure[]> {
  await mkdir(folder, { recursive: true });
  const figures: Figure[] = [];
  const motion = { direction: 'top-left-to-bottom-right', zoom: slow[0]! } as const;
  for (const supersampling of [1, 4]) {
    const name = supersampling === 1 ? 'zoompan, lossless' : `zoompan ${supersampling}×, lossless`;
    say(name);
    const output = join(folder, `zoompan-${supersampling}.mp4`);
    const segment = { imageFile: pictures[1]!, motion, frames: SECONDS * video.fps };
    const way = { supersampling, codec: ['-preset', 'ultrafast', '-qp', '0'] };
    await execa(ffmpeg, zoompanArguments(segment, video, way, output), { stdin: 'ignore' });
    const range = { first: 0, count: quick ? 12 : 24 };
    const { rms } = await measureTrembling(lumaFrames(ffmpeg, output, video, range), video);
    figures.push({ name, value: rms, unit: 'px/frame²' });
  }
  return figures;
}
