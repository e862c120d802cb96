import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBenchStory, writeBenchStory } from '../benchStory.ts';
import type { Row } from '../context.ts';
import { runExport } from '../exportRun.ts';
import { median } from '../stats.ts';

/** A story of forty segments of five seconds; then one of them gets another picture, and another … */
export const editRow: Row = async ({ folder: parent, pictures, quick, say }) => {
  const folder = join(parent, 'edit');
  const count = quick ? 8 : 40;
  const story = await createBenchStory({
    folder,
    segments: count,
    seconds: () => (quick ? 1.5 : 5),
    pictures,
  });
  say(`${count} segments, cold`);
  const cold = await runExport(story, { cold: true });
  const edited: number[] = [];
  for (let round = 0; round < (quick ? 2 : 5); round++) {
    const i = Math.floor(((round + 0.5) * count) / 5) % count;
    // A zoom of its own: no other segment may have left the same frames in the cache.
    const zoom = 1.3005 + round * 0.0001;
    Object.assign(story.segments[i]!, { imageFile: pictures[(i + 5) % pictures.length]!, zoom });
    await writeBenchStory(story);
    const run = await runExport(story);
    const made = run.result.segments.filter((segment) => !segment.reused).length;
    if (made !== 1) throw new Error(`One segment was edited, but ${made} were rendered.`);
    edited.push(run.seconds);
  }
  await rm(folder, { recursive: true });
  return [
    { name: `cold export of ${count} segments`, value: cold.seconds, unit: 's' },
    { name: `one of ${count} edited`, value: median(edited), unit: 's', samples: edited },
    {
      name: 'edited ÷ cold',
      value: (100 * median(edited)) / cold.seconds,
      unit: '%',
      ...(quick ? {} : { most: 5 }),
    },
  ];
};
