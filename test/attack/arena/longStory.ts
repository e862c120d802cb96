import { join } from 'node:path';
import { tone } from '../../support/mediaFiles.ts';
import { writeStory } from '../../support/story.ts';

/** Seconds of each segment. */
export const longSeconds = [4, 5, 6];

/** A story whose export takes long enough to be met in the middle. @returns Its path. */
export function writeLongStory(folder: string, name = 'story', settings: string[] = []): Promise<string> {
  const colours = ['#c03020', '#20a040', '#3050d0'];
  return writeStory(folder, {
    name,
    settings: ['segment_pause: 0', 'trim_silence: false', ...settings],
    segments: longSeconds.map((seconds, i) => ({
      text: `Segment ${i} of ${name}.`,
      picture: colours[i]!,
      samples: 48_000 * seconds,
      sound: tone(200 + 20 * i),
    })),
  });
}

/** Frames of its video. */
export const longFrames = longSeconds.reduce((sum, seconds) => sum + seconds * 30, 0);

export function longVideo(folder: string, name = 'story'): string {
  return join(folder, 'output', name, 'final.mp4');
}
