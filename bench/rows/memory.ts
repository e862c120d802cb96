import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBenchStory, type BenchStory } from '../benchStory.ts';
import type { BenchContext, Figure, Row } from '../context.ts';
import { runExport, type ExportRun } from '../exportRun.ts';
import { canMeasureMemory } from '../processTree.ts';

/** Long enough for the encoder's look-ahead to fill, short enough for a thousand of them. */
const SECONDS = 0.8;

/** Peak memory of the whole process tree, and the time of a cold export, as the number of segments grows. */
export const memoryRow: Row = async (context) => {
  const counts = context.quick ? [5, 20, 40] : [10, 100, 1000];
  const runs: { count: number; run: ExportRun }[] = [];
  for (const count of counts) {
    context.say(`${count} short segments`);
    runs.push({ count, run: await measure(context, count, SECONDS) });
  }
  context.say('10 long segments');
  const long = await measure(context, 10, context.quick ? 2 : 5);
  return [...(canMeasureMemory ? memoryFigures(runs, long) : []), ...growthFigures(runs[0]!, runs[1]!)];
};

async function measure(
  { folder, pictures }: BenchContext,
  count: number,
  seconds: number,
): Promise<ExportRun> {
  const story: BenchStory = await createBenchStory({
    folder: join(folder, 'memory'),
    segments: count,
    seconds: (i) => seconds + (i % 7) * 0.01,
    pictures,
    zoom: (i) => 1.25 + (i % 1000) * 0.0001,
  });
  const run = await runExport(story, { cold: true, memory: canMeasureMemory });
  await rm(join(folder, 'memory'), { recursive: true });
  return run;
}

type Measured = { count: number; run: ExportRun };

function memoryFigures(runs: Measured[], long: ExportRun): Figure[] {
  const first = runs[0]!;
  const last = runs.at(-1)!;
  return [
    ...runs.map(({ count, run }) => ({
      name: `peak memory, ${count} segments`,
      value: run.peakBytes / 1e6,
      unit: 'MB',
      most: 600,
    })),
    { name: 'peak memory, 10 long segments', value: long.peakBytes / 1e6, unit: 'MB', most: 600 },
    {
      name: `memory, ${last.count} ÷ ${first.count} segments`,
      value: last.run.peakBytes / first.run.peakBytes,
      unit: '×',
      most: 1.15,
    },
  ];
}

function growthFigures(few: Measured, many: Measured): Figure[] {
  const [a, b] = [few.run.seconds, many.run.seconds];
  return [
    { name: `cold export, ${few.count} short segments`, value: a, unit: 's' },
    { name: `cold export, ${many.count} short segments`, value: b, unit: 's' },
    {
      name: `growth, ${few.count} to ${many.count}, a segment`,
      value: b / many.count / (a / few.count),
      unit: '× of linear',
    },
  ];
}
