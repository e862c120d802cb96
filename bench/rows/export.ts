import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { i420Bytes } from '../../src/engine/motion/kernel/resampler.ts';
import { createBenchStory, type BenchStory } from '../benchStory.ts';
import { video, type BenchContext, type Figure, type Row } from '../context.ts';
import { bestEncoderCount, encodeOnly } from '../encodeLimit.ts';
import { runExport, type ExportRun } from '../exportRun.ts';
import { memoryFolder } from '../memoryFolder.ts';
import { motionOf, writeRawFrames, type RawSegment } from '../rawFrames.ts';
import { ssimAgainst } from '../ssim.ts';
import { median, pairedRatio } from '../stats.ts';
import { exportByZoompan, type ZoompanSegment } from '../zoompan.ts';

interface Times {
  limit: number[];
  cold: number[];
  unchanged: number[];
  zoompan: number[];
}

/**
 * Twelve segments of about five seconds: the export beside the time that encoding alone takes, beside itself with
 * nothing changed, and beside ffmpeg's zoompan.
 */
export const exportRow: Row = async (context) => {
  const { quick, say } = context;
  const folder = join(context.folder, 'export');
  const story = await createBenchStory({
    folder: join(folder, 'story'),
    segments: quick ? 4 : 12,
    seconds: (i) => (quick ? 2 : 4.7) + (i % 5) * 0.13,
    pictures: context.pictures,
  });
  say('warming up');
  const first = await runExport(story, { cold: true });
  const frames = first.result.segments.map((segment) => segment.frames);
  const total = frames.reduce((sum, count) => sum + count, 0);
  using memory = await memoryFolder(total * i420Bytes(video) + 100e6, folder);
  const raw = await rawFramesOf(story, frames, memory.path);
  const encoders = await bestEncoderCount(context.ffmpeg, raw, video);

  const times: Times = { limit: [], cold: [], unchanged: [], zoompan: [] };
  let last = first;
  for (let round = 0; round < (quick ? 2 : 5); round++) {
    say(`round ${round + 1}`);
    const zoompan = round < (quick ? 1 : 2);
    last = await measureRound(context, { story, raw, frames, encoders, folder, zoompan }, times);
  }
  say('comparing with the frames themselves');
  const ssim = await ssimAgainst(context.ffmpeg, last.result.output_path, raw, video);
  await rm(folder, { recursive: true });
  return [...figuresOf(times, total, encoders), ...ssimFigures(ssim)];
};

async function rawFramesOf(story: BenchStory, frames: number[], folder: string): Promise<RawSegment[]> {
  const raw: RawSegment[] = [];
  for (const [i, segment] of story.segments.entries()) {
    const file = join(folder, `${i + 1}.yuv`);
    raw.push(await writeRawFrames(file, segment.imageFile, motionOf(segment, i), frames[i]!, video));
  }
  return raw;
}

interface Materials {
  story: BenchStory;
  raw: RawSegment[];
  frames: number[];
  encoders: number;
  folder: string;
  zoompan: boolean;
}

async function measureRound(
  { ffmpeg }: BenchContext,
  { story, raw, frames, encoders, folder, zoompan }: Materials,
  times: Times,
): Promise<ExportRun> {
  times.limit.push(await encodeOnly(ffmpeg, raw, video, encoders));
  const cold = await runExport(story, { cold: true });
  times.cold.push(cold.seconds);
  times.unchanged.push((await runExport(story)).seconds);
  if (zoompan) {
    const segments = story.segments.map((segment, i): ZoompanSegment => {
      const { imageFile, audioFile } = segment;
      return { imageFile, audioFile: audioFile!, motion: motionOf(segment, i), frames: frames[i]! };
    });
    const way = { supersampling: 4, codec: ['-preset', 'medium', '-b:v', '8000k'] };
    const output = join(folder, 'zoompan');
    await mkdir(output, { recursive: true });
    times.zoompan.push((await exportByZoompan(ffmpeg, segments, video, way, output)).seconds);
  }
  return cold;
}

function figuresOf({ limit, cold, unchanged, zoompan }: Times, frames: number, encoders: number): Figure[] {
  const perSecond = (seconds: number[]) => frames / median(seconds);
  return [
    { name: 'encoders that are fastest', value: encoders, unit: '' },
    { name: 'encode only', value: median(limit), unit: 's', samples: limit },
    { name: 'encode only', value: perSecond(limit), unit: 'frames/s' },
    { name: 'cold export', value: median(cold), unit: 's', samples: cold },
    { name: 'cold export', value: perSecond(cold), unit: 'frames/s' },
    { name: 'cold ÷ encode only', value: pairedRatio(cold, limit), unit: '×', most: 1.1 },
    { name: 'unchanged export', value: median(unchanged), unit: 's', samples: unchanged },
    { name: 'unchanged ÷ cold', value: 100 * pairedRatio(unchanged, cold), unit: '%', most: 3 },
    { name: 'zoompan 4×, medium', value: median(zoompan), unit: 's', samples: zoompan },
    {
      name: 'zoompan 4× ÷ cold',
      value: pairedRatio(zoompan, cold.slice(0, zoompan.length)),
      unit: '×',
      least: 4,
    },
  ];
}

function ssimFigures({ all, luma }: { all: number; luma: number }): Figure[] {
  return [
    { name: 'SSIM with the raw frames', value: all, unit: '', least: 0.99 },
    { name: 'SSIM, luma only', value: luma, unit: '' },
  ];
}
