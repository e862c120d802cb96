import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes } from '../../src/engine/failure.ts';
import { createBenchStory, makeCold, writeBenchStory, type BenchStory } from '../benchStory.ts';
import { runCommand } from '../commandRun.ts';
import type { BenchContext, Figure, Row } from '../context.ts';
import { canMeasureMemory } from '../processTree.ts';
import { median } from '../stats.ts';

const sentence =
  'The wind and the sun were disputing which was the stronger, when a traveller came along, wrapped in a warm cloak';

/** How fast each engine speaks, with what is installed here: Kokoro only where its model is present. */
export const voicesRow: Row = async (context) => {
  const folder = join(context.folder, 'voices');
  const count = context.quick ? 4 : 12;
  const { pictures } = context;
  const story = await createBenchStory({ folder, segments: count, seconds: () => 0.1, pictures });
  story.segments.forEach((segment, i) => {
    delete segment.audioFile;
    segment.text = `Paragraph ${i + 1}. ${`${sentence}. `.repeat(1 + (i % 3))}`.trim();
  });
  const figures: Figure[] = [];
  for (const [engine, voice] of [
    ['espeak', 'en-us'],
    ['Kokoro', 'af_heart'],
  ] as const) {
    story.settings = { voice };
    await writeBenchStory(story);
    figures.push(...(await measure(context, story, engine)));
  }
  await rm(folder, { recursive: true });
  return figures;
};

async function measure({ quick, say }: BenchContext, story: BenchStory, engine: string): Promise<Figure[]> {
  const factors: number[] = [];
  let peakBytes = 0;
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    say(`${engine}, round ${round + 1}`);
    await makeCold(story);
    const run = await runCommand(['narrate', story.storyFile], { memory: canMeasureMemory });
    if (run.exitCode === exitCodes.NOT_READY) {
      say(`${engine} is left out: ${run.failure}`);
      return [];
    }
    if (!run.done) throw new Error(`${engine} failed: ${run.failure}`);
    const sounds = run.done['segments'] as { audio_duration: number }[];
    factors.push(run.seconds / sounds.reduce((sum, sound) => sum + sound.audio_duration, 0));
    peakBytes = Math.max(peakBytes, run.peakBytes);
  }
  const speed = {
    name: `${engine}, real-time factor`,
    value: median(factors),
    unit: 's/s',
    samples: factors,
  };
  const memory = { name: `${engine}, peak memory`, value: peakBytes / 1e6, unit: 'MB' };
  return canMeasureMemory ? [speed, memory] : [speed];
}
