import type { ExportDoneEvent } from '../src/engine/protocol.ts';
import { makeCold, type BenchStory } from './benchStory.ts';
import { runCommand } from './commandRun.ts';

export interface ExportRun {
  /** From starting the program until it had ended. */
  seconds: number;
  /** Peak memory of the whole process tree, bytes; only when it was asked for. */
  peakBytes: number;
  result: ExportDoneEvent;
}

/** Exports with the real command line. @throws Error with the engine's own words when it fails. */
export async function runExport(
  story: BenchStory,
  options: { cold?: boolean; args?: string[]; memory?: boolean } = {},
): Promise<ExportRun> {
  if (options.cold) await makeCold(story);
  const run = await runCommand(['export', story.storyFile, '--no-tips', ...(options.args ?? [])], options);
  if (!run.done) throw new Error(`The export failed: ${run.failure}`);
  return { seconds: run.seconds, peakBytes: run.peakBytes, result: run.done as ExportDoneEvent };
}
