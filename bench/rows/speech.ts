import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBenchStory, writeBenchStory } from '../benchStory.ts';
import type { Row } from '../context.ts';
import { runExport } from '../exportRun.ts';
import { median, pairedRatio } from '../stats.ts';

const sentence =
  'The wind and the sun were disputing which was the stronger, when a traveller came along wrapped in a warm cloak';

/** The embedded voice: a cold export that speaks, beside one that renders the same frames with the sound at hand. */
export const speechRow: Row = async ({ folder: parent, pictures, quick, say }) => {
  const folder = join(parent, 'speech');
  const count = quick ? 4 : 12;
  const story = await createBenchStory({ folder, segments: count, seconds: () => 0.1, pictures });
  story.settings = { voice: 'en-us' };
  const [spoken, rendered, seconds]: number[][] = [[], [], []];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    say(`round ${round + 1}`);
    story.segments.forEach((segment, i) => {
      delete segment.audioFile;
      segment.text = `Round ${round + 1}, paragraph ${i + 1}. ${sentence}.`;
      segment.zoom = 1.3 + round * 0.01;
    });
    await writeBenchStory(story);
    const cold = await runExport(story, { cold: true });
    spoken!.push(cold.seconds);
    seconds!.push(cold.result.duration);
    for (const segment of story.segments) segment.zoom += 0.001;
    await writeBenchStory(story);
    rendered!.push((await runExport(story)).seconds);
  }
  await rm(folder, { recursive: true });
  return [
    { name: 'cold export that speaks', value: median(spoken!), unit: 's', samples: spoken! },
    { name: 'the same, sound at hand', value: median(rendered!), unit: 's', samples: rendered! },
    { name: 'with speech ÷ without', value: pairedRatio(spoken!, rendered!), unit: '×' },
    { name: 'video made per second', value: pairedRatio(seconds!, spoken!), unit: 's/s' },
  ];
};
