// node bench/encoderFrontier.ts [seconds per picture]: the table of docs/encoder-settings.md.
//
// Speed against quality of x264's settings at the default bitrate, on the frames that the export makes of
// photograph-like pictures. Each candidate encodes a zoom and a pan with one thread, side by side, and then a slow pan.
import { execa } from 'execa';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Direction } from '../src/engine/motion/directions.ts';
import { encodeArguments, measuredChoice, measuredChoiceWhenSlow } from '../src/engine/video/encoder.ts';
import { findFfmpeg } from '../src/engine/video/ffmpeg.ts';
import { createPictures } from './benchStory.ts';
import { video } from './context.ts';
import { defaultEncoding } from './encodeLimit.ts';
import { writeRawFrames, type RawSegment } from './rawFrames.ts';
import { ssimAgainst } from './ssim.ts';
import { lumaFrames } from './trembling/lumaFrames.ts';
import { measureTrembling } from './trembling/trembling.ts';

const superfast = (parameters: string) => [
  '-preset',
  'superfast',
  '-x264-params',
  `scenecut=0:${parameters}`,
];
const steady = 'weightp=0:b-adapt=0';
const ahead = (frames: number) => `mbtree=1:rc-lookahead=${frames}`;
const five = `${steady}:bframes=5:b-pyramid=none:subme=3:aq-mode=2`;
const even = 'qcomp=0.4:ratetol=0.1';

const candidates: Record<string, readonly string[]> = {
  ultrafast: ['-preset', 'ultrafast'],
  superfast: ['-preset', 'superfast'],
  'superfast, no B-frames': superfast('bframes=0'),
  'superfast, always 3 B-frames, subme 2': superfast(`${steady}:bframes=3:subme=2`),
  '… and mbtree over 10 frames': superfast(`${steady}:bframes=3:subme=2:${ahead(10)}`),
  '… and subme 3, aq-mode 2': superfast(`${steady}:bframes=3:subme=3:aq-mode=2:${ahead(10)}`),
  '… and 5 B-frames': superfast(`${five}:${ahead(10)}`),
  '… and mbtree over 7 frames': superfast(`${five}:${ahead(7)}`),
  '… and even bits': superfast(`${five}:${ahead(7)}:${even}`),
  'StoryFlow’s choice (… and grain kept)': measuredChoice,
  '… looking ahead 6': withFrames(5, 6),
  '… looking ahead 8': withFrames(5, 8),
  '… looking ahead 10': withFrames(5, 10),
  '… 7 B-frames, looking ahead 8': withFrames(7, 8),
  '… 7 B-frames, looking ahead 10': withFrames(7, 10),
  '… 3 B-frames, looking ahead 4': withFrames(3, 4),
  'StoryFlow’s choice in slow motion': measuredChoiceWhenSlow,
  '… had it only no B-frames': measuredChoice.map((argument) =>
    argument.replace('b-adapt=0', 'b-adapt=1:b-bias=-100'),
  ),
  veryfast: ['-preset', 'veryfast'],
  faster: ['-preset', 'faster'],
  medium: ['-preset', 'medium'],
};

/** StoryFlow's choice but for the number of B-frames and of frames that are looked ahead. */
function withFrames(bFrames: number, lookahead: number): readonly string[] {
  return measuredChoice.map((argument) =>
    argument
      .replace(/bframes=\d+/, `bframes=${bFrames}`)
      .replace(/rc-lookahead=\d+/, `rc-lookahead=${lookahead}`),
  );
}

interface Measured {
  /** Of one core, in ms a frame. */
  processor: number;
  /** Structural similarity with the frames that were encoded, of all planes; one a clip. */
  ssim: number[];
  /** Of the slow pan, px/frame². */
  trembling: number;
  /** Mbit/s */
  bitrate: number;
}

const { path: ffmpeg } = await findFfmpeg();
const frames = Math.round(Number(process.argv[2] ?? 5) * video.fps);
const folder = await mkdtemp(join(tmpdir(), 'storyflow-frontier-'));
try {
  const clips = await makeClips(join(folder, 'pictures'));
  const columns = ['ms a frame, one core', 'frames/s, two free cores', 'SSIM, zoom', 'SSIM, pan'];
  columns.push('SSIM, slow pan', 'trembling, slow pan', 'Mbit/s');
  console.log(`| ${['settings', ...columns].join(' | ')} |`);
  console.log(`|${'---|'.repeat(columns.length + 1)}`);
  for (const [name, choice] of Object.entries(candidates)) {
    const { processor, ssim, trembling, bitrate } = await measure(clips, choice);
    const figures = [
      processor.toFixed(1),
      (2000 / processor).toFixed(0),
      ...[...ssim, trembling].map((value) => value.toFixed(4)),
    ];
    console.log(`| ${[name, ...figures, bitrate.toFixed(2)].join(' | ')} |`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Clips {
  /** A zoom and a pan at the usual speed. */
  usual: RawSegment[];
  /** A pan of 18 px/s. */
  slow: RawSegment;
}

async function makeClips(pictureFolder: string): Promise<Clips> {
  const pictures = await createPictures(pictureFolder, 2);
  const clip = (name: string, picture: number, direction: Direction, zoom: number) =>
    writeRawFrames(join(folder, `${name}.yuv`), pictures[picture]!, { direction, zoom }, frames, video);
  return {
    usual: [await clip('zoom', 0, 'zoom-in', 1.3), await clip('pan', 1, 'top-left-to-bottom-right', 1.3)],
    slow: await clip('slow', 1, 'top-left-to-bottom-right', 1 + (0.04 * frames) / 150),
  };
}

async function measure({ usual, slow }: Clips, choice: readonly string[]): Promise<Measured> {
  const processor = await Promise.all(usual.map((clip) => encode(clip, choice)));
  await encode(slow, choice);
  const ssim: number[] = [];
  for (const clip of [...usual, slow])
    ssim.push((await ssimAgainst(ffmpeg, outputOf(clip), [clip], video)).all);
  const range = { first: Math.floor(frames / 3), count: 24 };
  const { rms } = await measureTrembling(lumaFrames(ffmpeg, outputOf(slow), video, range), video);
  const bytes = (await Promise.all(usual.map((clip) => stat(outputOf(clip))))).reduce(
    (sum, { size }) => sum + size,
    0,
  );
  const total = frames * usual.length;
  return {
    processor: (1000 * processor.reduce((sum, value) => sum + value, 0)) / total,
    ssim,
    trembling: rms,
    bitrate: (8 * bytes) / (total / video.fps) / 1e6,
  };
}

function outputOf({ file }: RawSegment): string {
  return `${file}.mp4`;
}

/** @returns Processor seconds, by ffmpeg's own account. */
async function encode(clip: RawSegment, choice: readonly string[]): Promise<number> {
  const usual = encodeArguments(defaultEncoding, video, { input: clip.file, output: outputOf(clip) });
  const at = usual.findIndex((_, i) => measuredChoice.every((argument, j) => usual[i + j] === argument));
  if (at < 0) throw new Error('the export no longer encodes with the measured choice');
  const chosen = usual.toSpliced(at, measuredChoice.length, ...choice);
  const { stderr } = await execa(ffmpeg, ['-y', '-nostats', '-benchmark', ...chosen], { stdin: 'ignore' });
  const [, user, system] = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr) ?? [];
  return Number(user) + Number(system);
}
