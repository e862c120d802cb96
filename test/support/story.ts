import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeColour, writeWav } from './mediaFiles.ts';

export interface StorySketch {
  /** Name without `.md`. */
  name?: string;
  segments: SegmentSketch[];
  /** More sidecar lines. */
  settings?: string[];
}

export interface SegmentSketch {
  text: string;
  /** `#rrggbb`: a picture of that colour is made. Or the name of a file below the story's folder. */
  picture: string;
  /** Samples at 48 kHz of a recording made by `sound`; without it the text is spoken. */
  samples?: number;
  sound?: (i: number) => number;
}

/** Writes a small story with pictures, recordings and sidecar. @returns Path of the story file. */
export async function writeStory(folder: string, sketch: StorySketch): Promise<string> {
  const name = sketch.name ?? 'story';
  await mkdir(folder, { recursive: true });
  const entries: string[] = [];
  for (const [i, segment] of sketch.segments.entries()) {
    const number = String(i).padStart(4, '0');
    const picture = segment.picture.startsWith('#') ? `images/${number}.png` : segment.picture;
    if (segment.picture.startsWith('#')) await writeColour(join(folder, picture), segment.picture);
    entries.push(`  - text: ${JSON.stringify(segment.text)}`, `    image_file: ${JSON.stringify(picture)}`);
    if (segment.samples !== undefined) {
      await writeWav(join(folder, `sounds/${number}.wav`), segment.samples, segment.sound ?? (() => 0));
      entries.push(`    audio_file: sounds/${number}.wav`);
    }
  }
  const story = join(folder, `${name}.md`);
  await writeFile(story, `# Test\n\n${sketch.segments.map((s) => s.text).join('\n\n')}\n`);
  const settings = ['resolution_width: 128', 'resolution_height: 72', ...(sketch.settings ?? [])];
  await writeFile(
    join(folder, `${name}.storyflow.yaml`),
    [...settings, 'segments:', ...entries, ''].join('\n'),
  );
  return story;
}
