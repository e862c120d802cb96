import { execa } from 'execa';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { PEAKS_PER_SECOND } from '../../src/engine/protocol.ts';
import type { SegmentAsset, TimelineSegment, ViewState } from '../../src/webview/protocol.ts';

const paragraphs = [
  'On the last rock before the open sea stood a lighthouse, and in it lived a keeper who had never seen the land.',
  'Every evening she climbed the hundred and twelve steps, trimmed the wick, and set the great lamp turning.',
  'Ships went by as far-off lights. She gave each one a name, and wished it a good night.',
  'Then, one November, the storm came that the fishermen still speak about.',
  'The wind took the boat, the wind took the door, and towards midnight the lamp went out.',
  'She stood in the dark and listened. Somewhere below, very small, a bell was ringing.',
  'So she lit every candle that she had, and carried them up, a handful at a time.',
  'In the morning a boy sat on the steps with a bell in his lap. "I saw your stars," he said.',
  'The lamp was mended by spring. But on some nights, they say, she still puts candles in the window.',
];
const seconds = [6.4, 6.1, 5.2, 4.3, 5.5, 5, 4.9, 5.9, 6.2];

/** Files of a small story for the preview page: pictures, waveforms and an H.264 video with MP3 sound. */
export interface PreviewStory {
  segments: TimelineSegment[];
  assets: SegmentAsset[];
  duration: number;
  /** A view state of the story, completely exported; parts can be replaced. */
  view(part?: Partial<ViewState>): ViewState;
}

export async function makePreviewStory(folder: string, url: string): Promise<PreviewStory> {
  await mkdir(folder, { recursive: true });
  const segments = paragraphs.map((excerpt, index) => segment(index, excerpt, seconds[index]!));
  const duration = seconds.reduce((sum, one) => sum + one, 0);
  await Promise.all(segments.map((_, index) => writePicture(join(folder, `${index}.webp`), index)));
  await writeVideo(folder);
  await writeFile(join(folder, 'broken.mp4'), 'This is no video.');
  await execa('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    'sine=330:d=2',
    join(folder, 'voice.wav'),
  ]);
  const assets = segments.map(({ id }, index) => ({
    id,
    thumbnail: `${url}/media/${index}.webp`,
    sound: `${url}/media/voice.wav`,
    peaks: speechLikePeaks(seconds[index]!, index),
  }));
  return { segments, assets, duration, view: (part) => ({ ...exported(segments, duration, url), ...part }) };
}

export function segment(index: number, excerpt: string, duration: number): TimelineSegment {
  return {
    id: `s${index}`,
    excerpt,
    duration,
    estimated: false,
    picture: 'ok',
    pictureName: `${String(index + 1).padStart(2, '0')}-lighthouse.jpg`,
    recorded: false,
  };
}

function exported(segments: TimelineSegment[], duration: number, url: string): ViewState {
  let start = 0;
  const spans = segments.map(({ id, duration: length }) => ({
    id,
    start: (start += length) - length,
    duration: length,
  }));
  return {
    title: 'The Keeper of the Last Light',
    badge: { kind: 'completed', detail: 'output/lighthouse/final.mp4' },
    exportButton: { kind: 'complete', blocked: null, stale: false },
    video: {
      kind: 'ready',
      source: `${url}/media/preview.mp4?v=1`,
      duration,
      fileSize: 48_213_904,
      width: 1920,
      height: 1080,
      fps: 30,
      exportedAt: Date.UTC(2026, 10, 20, 18, 30),
      stale: false,
      segments: spans,
    },
    aspect: 16 / 9,
    scenes: [
      { title: 'The keeper', firstSegment: 0 },
      { title: 'The storm', firstSegment: 3 },
      { title: 'Morning', firstSegment: 7 },
    ],
    segments,
    selected: null,
    refusal: null,
  };
}

/** Peaks with syllables and pauses, from nothing but the index: the same in every run. */
export function speechLikePeaks(duration: number, seed: number): string {
  const count = Math.round(duration * PEAKS_PER_SECOND);
  const bytes = Uint8Array.from({ length: count }, (_, i) => {
    const syllable = Math.abs(Math.sin(i * 0.42 + seed)) * (0.6 + 0.4 * Math.sin(i * 1.7 + seed * 3));
    const phrase = Math.sin(i * 0.045 + seed) > -0.75 ? 1 : 0.04;
    return i > count - 12 ? 0 : Math.round(12 + 200 * syllable * phrase);
  });
  return Buffer.from(bytes).toString('base64');
}

const skies = [
  '#27476b',
  '#31345c',
  '#8a5a6b',
  '#22303d',
  '#12161f',
  '#0d1017',
  '#403a2a',
  '#c98f6b',
  '#5f84a2',
];

/** A sea under a sky with a lighthouse, in another light each time. */
async function writePicture(file: string, index: number): Promise<void> {
  const sky = skies[index % skies.length];
  const x = 60 + ((index * 67) % 200);
  await sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180">
      <defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky}"/>
      <stop offset="1" stop-color="#e9b872"/></linearGradient></defs>
      <rect width="320" height="180" fill="url(#s)"/><circle cx="${300 - x}" cy="60" r="18" fill="#fff3c9" opacity=".8"/>
      <path d="M0 130q40-12 80 0t80 0 80 0 80 0v50H0z" fill="#1c3a4b"/>
      <path d="M${x - 40} 140q40-30 80 0z" fill="#2a2522"/><path d="m${x - 9} 125 4-70h10l4 70z" fill="#f3efe6"/>
      <rect x="${x - 8}" y="44" width="16" height="12" fill="#c8452f"/></svg>`),
  )
    .webp({ quality: 80 })
    .toFile(file);
}

/** Every picture for as long as its segment, with a tone. No B-frames: the first frame stands at 0. */
async function writeVideo(folder: string): Promise<void> {
  const pictures = seconds.flatMap((length, i) => [
    '-loop',
    '1',
    '-t',
    `${length}`,
    '-i',
    join(folder, `${i}.webp`),
  ]);
  const all = seconds.map((_, i) => `[${i}:v]`).join('');
  await execa('ffmpeg', [
    ...['-v', 'error', '-y', ...pictures, '-f', 'lavfi', '-i', 'sine=440:d=60'],
    ...['-filter_complex', `${all}concat=n=${seconds.length},scale=640:360,fps=15[v]`],
    ...['-map', '[v]', '-map', `${seconds.length}:a`, '-shortest'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '30', '-bf', '0'],
    ...['-c:a', 'libmp3lame', '-movflags', '+faststart', join(folder, 'preview.mp4')],
  ]);
}
