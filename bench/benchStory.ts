import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { writePicture } from './pictures.ts';
import { writeSound } from './sounds.ts';

/** A story made for measuring. Everything that differs between its segments stands here. */
export interface BenchStory {
  /** The story file; its folder holds nothing else but this story. */
  storyFile: string;
  settings: Record<string, unknown>;
  segments: BenchSegment[];
}

export interface BenchSegment {
  /** What would be spoken. */
  text: string;
  /** Absolute. */
  imageFile: string;
  /** A recording; without it the text is spoken. */
  audioFile?: string;
  direction?: string;
  zoom: number;
}

export interface BenchStoryOptions {
  folder: string;
  segments: number;
  /** Length of segment `i`. */
  seconds: (i: number) => number;
  /** Segments take turns with them. */
  pictures: string[];
  settings?: Record<string, unknown>;
  zoom?: (i: number) => number;
  direction?: (i: number) => string;
}

/**
 * A story with a recording for every segment, written to disk. No two segments are alike, so nothing is found in a
 * cache that was not made for it.
 */
export async function createBenchStory(options: BenchStoryOptions): Promise<BenchStory> {
  const { folder, seconds, pictures, settings = {}, zoom, direction } = options;
  await mkdir(join(folder, 'sounds'), { recursive: true });
  const segments: BenchSegment[] = [];
  for (let i = 0; i < options.segments; i++) {
    const audioFile = join(folder, 'sounds', `${i + 1}.wav`);
    await writeSound(audioFile, i + 1, seconds(i));
    segments.push({
      text: `Paragraph ${i + 1} of the story.`,
      imageFile: pictures[i % pictures.length]!,
      audioFile,
      // The same picture in the same direction comes again after a while: a little closer, so not the same frames.
      zoom: zoom?.(i) ?? 1.3 + Math.floor(i / pictures.length) * 0.001,
      ...(direction ? { direction: direction(i) } : {}),
    });
  }
  const recordings = { trim_silence: false, segment_pause: 0 };
  const story = {
    storyFile: join(folder, 'bench.md'),
    settings: { ...recordings, ...settings },
    segments,
  };
  await writeBenchStory(story);
  return story;
}

export async function writeBenchStory({ storyFile, settings, segments }: BenchStory): Promise<void> {
  await mkdir(dirname(storyFile), { recursive: true });
  await writeFile(storyFile, segments.map(({ text }) => `${text}\n`).join('\n'));
  const sidecar = {
    ...settings,
    segments: segments.map((segment, i) => ({
      id: `segment-${i + 1}`,
      text: segment.text,
      image_file: segment.imageFile,
      ...(segment.audioFile === undefined ? {} : { audio_file: segment.audioFile }),
      ...(segment.direction === undefined ? {} : { direction: segment.direction }),
      zoom_intensity: segment.zoom,
    })),
  };
  await writeFile(storyFile.replace(/\.md$/, '.storyflow.yaml'), stringify(sidecar));
}

/** Forgets all that earlier exports left: the next one is cold. */
export async function makeCold({ storyFile }: BenchStory): Promise<void> {
  for (const name of ['.storyflow', 'output'])
    await rm(join(dirname(storyFile), name), { recursive: true, force: true });
}

/** Pictures of a camera's shape, 3:2, a little larger than the canvas of 1080p at zoom 1.3. */
export async function createPictures(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files = Array.from({ length: count }, (_, i) => join(folder, `photo-${i + 1}.jpg`));
  for (const [i, file] of files.entries()) await writePicture(file, i + 1, { width: 2700, height: 1800 });
  return files;
}
