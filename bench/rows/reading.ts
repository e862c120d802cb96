import { storyShapes } from '../../test/support/storyShapes.ts';
import { loadProject } from '../../src/engine/story/loadProject.ts';
import type { Figure, Row } from '../context.ts';
import { median } from '../stats.ts';

/**
 * Reading stories and sidecars of many shapes at one size, twice and four times it: how much more the last takes than
 * in proportion. 1 is linear; what is refused because it is too much costs less than linear.
 */
export const readingRow: Row = async ({ quick, say }) => {
  const figures: Figure[] = [];
  for (const { name, size, text } of storyShapes) {
    say(name);
    const base = quick ? Math.ceil(size / 4) : size;
    const seconds: number[] = [];
    for (const factor of [1, 2, 4]) seconds.push(await timeOf(text, base * factor, quick ? 1 : 3));
    figures.push(
      { name: `${name}, ${base * 4}`, value: seconds[2]! * 1000, unit: 'ms' },
      // A few milliseconds are not measured well enough for a ratio.
      {
        name: `${name}, growth, ${base} to ${base * 4}`,
        value: growth(seconds[0]!, seconds[2]!, 4),
        unit: '× of linear',
        most: 2,
      },
    );
  }
  return figures;
};

type ShapeText = (typeof storyShapes)[number]['text'];

/** Seconds of the processor that reading takes: every round reads another text, for the last ones are remembered. */
async function timeOf(text: ShapeText, count: number, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { storyText, sidecarText = '' } = text(count, `${count}.${round}`);
    const before = process.cpuUsage();
    await loadProject('/nowhere/at/all/tale.md', { storyText, sidecarText });
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1e6);
  }
  return median(times);
}

/** Below 20 ms everything counts as 20: the rest is chance. */
function growth(few: number, many: number, factor: number): number {
  return Math.max(many, 0.02) / Math.max(few, 0.02) / factor;
}
