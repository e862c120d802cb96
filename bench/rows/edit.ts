import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBenchStory, writeBenchStory, type BenchStory } from '../benchStory.ts';
import type { Row } from '../context.ts';
import { runExport } from '../exportRun.ts';
import { median, pairedRatio } from '../stats.ts';

/** A story of forty segments of five seconds, cold; then two of them get another picture, one after the other; again. */
export const editRow: Row = async ({ folder: parent, pictures, quick, say }) => {
  const folder = join(parent, 'edit');
  const count = quick ? 8 : 40;
  const story = await createBenchStory({
    folder,
    segments: count,
    seconds: () => (quick ? 1.5 : 5),
    pictures,
  });
  const cold: number[] = [];
  const edited: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    say(`${count} segments, round ${round + 1}`);
    cold.push((await runExport(story, { cold: true })).seconds);
    const [first, second] = [2 * round, 2 * round + 1];
    edited.push(median([await edit(story, first, pictures), await edit(story, second, pictures)]));
  }
  await rm(folder, { recursive: true });
  return [
    { name: `cold export of ${count} segments`, value: median(cold), unit: 's', samples: cold },
    { name: `one of ${count} edited`, value: median(edited), unit: 's', samples: edited },
    {
      name: 'edited ÷ cold',
      value: 100 * pairedRatio(edited, cold),
      unit: '%',
      ...(quick ? {} : { most: 5 }),
    },
  ];
};

/** Gives a segment another picture: another segment and another zoom each time. @returns seconds of the export after it. */
async function edit(story: BenchStory, time: number, pictures: readonly string[]): Promise<number> {
  const i = Math.floor(((time + 0.5) * story.segments.length) / 6);
  // A zoom of its own: no other segment may have left the same frames in the cache.
  const zoom = 1.3005 + time * 0.0001;
  Object.assign(story.segments[i]!, { imageFile: pictures[(i + 5) % pictures.length]!, zoom });
  await writeBenchStory(story);
  const run = await runExport(story);
  const made = run.result.segments.filter((segment) => !segment.reused).length;
  if (made !== 1) throw new Error(`One segment was edited, but ${made} were rendered.`);
  return run.seconds;
}
