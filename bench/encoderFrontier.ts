// node bench/encoderFrontier.ts [seconds per picture]: the table of docs/encoder-settings.md.
//
// Speed against quality of x264's settings at the default bitrate, on the frames that the export makes of
// photograph-like pictures. Each candidate encodes every picture's clip with one thread, two clips side by side.
import { execa } from 'execa';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeArguments, measuredChoice } from '../src/engine/video/encoder.ts';
import { findFfmpeg } from '../src/engine/video/ffmpeg.ts';
import { createPictures } from './benchStory.ts';
import { video } from './context.ts';
import { defaultEncoding } from './encodeLimit.ts';
import { motionOf, writeRawFrames, type RawSegment } from './rawFrames.ts';
import { ssimAgainst } from './ssim.ts';

const superfast = (parameters: string) => [
  '-preset',
  'superfast',
  '-x264-params',
  `scenecut=0:${parameters}`,
];
const steady = 'weightp=0:b-adapt=0';
const farSighted = 'mbtree=1:rc-lookahead=10';
const five = `${steady}:bframes=5:b-pyramid=none`;
const even = 'qcomp=0.5:ratetol=0.1';

const candidates: Record<string, readonly string[]> = {
  ultrafast: ['-preset', 'ultrafast'],
  superfast: ['-preset', 'superfast'],
  'superfast, no B-frames': superfast('bframes=0'),
  'superfast, always 3 B-frames, subme 2': superfast(`${steady}:bframes=3:subme=2`),
  '… and mbtree': superfast(`${steady}:bframes=3:subme=2:${farSighted}`),
  '… and subme 3, aq-mode 2': superfast(`${steady}:bframes=3:subme=3:${farSighted}:aq-mode=2`),
  '… and 5 B-frames': superfast(`${five}:subme=3:${farSighted}:aq-mode=2`),
  '… and even bits': superfast(`${five}:subme=3:${farSighted}:aq-mode=2:${even}`),
  'StoryFlow’s choice (… grain kept, 7 B-frames)': measuredChoice,
  '… with 5 B-frames': replaced('bframes=7', 'bframes=5'),
  veryfast: ['-preset', 'veryfast'],
  faster: ['-preset', 'faster'],
  medium: ['-preset', 'medium'],
};

function replaced(setting: string, other: string): readonly string[] {
  return measuredChoice.map((argument) => argument.replace(setting, other));
}

interface Measured {
  /** Of one core, in ms a frame. */
  processor: number;
  /** Structural similarity with the frames that were encoded, of all planes; one a clip. */
  ssim: number[];
  /** Mbit/s */
  bitrate: number;
}

const { path: ffmpeg } = await findFfmpeg();
const frames = Math.round(Number(process.argv[2] ?? 5) * video.fps);
const folder = await mkdtemp(join(tmpdir(), 'storyflow-frontier-'));
try {
  const clips = await makeClips(join(folder, 'pictures'));
  console.log(
    '| settings | ms a frame, one core | frames/s, two free cores | SSIM, zoom | SSIM, pan | Mbit/s |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const [name, choice] of Object.entries(candidates)) {
    const { processor, ssim, bitrate } = await measure(clips, choice);
    const figures = [
      processor.toFixed(1),
      (2000 / processor).toFixed(0),
      ...ssim.map((value) => value.toFixed(4)),
    ];
    console.log(`| ${[name, ...figures, bitrate.toFixed(2)].join(' | ')} |`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** A zoom and a pan: directions 0 and 1. */
async function makeClips(pictureFolder: string): Promise<RawSegment[]> {
  const pictures = await createPictures(pictureFolder, 2);
  const clips: RawSegment[] = [];
  for (const [i, imageFile] of pictures.entries()) {
    const motion = motionOf({ text: '', imageFile, zoom: 1.3 }, i);
    clips.push(await writeRawFrames(join(folder, `${i}.yuv`), imageFile, motion, frames, video));
  }
  return clips;
}

async function measure(clips: RawSegment[], choice: readonly string[]): Promise<Measured> {
  const processor = await Promise.all(clips.map((clip) => encode(clip, choice)));
  const outputs = clips.map((clip) => `${clip.file}.mp4`);
  const ssim: number[] = [];
  for (const [i, clip] of clips.entries())
    ssim.push((await ssimAgainst(ffmpeg, outputs[i]!, [clip], video)).all);
  const bytes = (await Promise.all(outputs.map((file) => stat(file)))).reduce(
    (sum, { size }) => sum + size,
    0,
  );
  const total = frames * clips.length;
  return {
    processor: (1000 * processor.reduce((sum, value) => sum + value, 0)) / total,
    ssim,
    bitrate: (8 * bytes) / (total / video.fps) / 1e6,
  };
}

/** @returns Processor seconds, by ffmpeg's own account. */
async function encode({ file }: RawSegment, choice: readonly string[]): Promise<number> {
  const usual = encodeArguments(defaultEncoding, video, { input: file, output: `${file}.mp4` });
  const at = usual.findIndex((_, i) => measuredChoice.every((argument, j) => usual[i + j] === argument));
  if (at < 0) throw new Error('the export no longer encodes with the measured choice');
  const chosen = usual.toSpliced(at, measuredChoice.length, ...choice);
  const { stderr } = await execa(ffmpeg, ['-y', '-nostats', '-benchmark', ...chosen], { stdin: 'ignore' });
  const [, user, system] = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr) ?? [];
  return Number(user) + Number(system);
}
