import { availableParallelism, totalmem } from 'node:os';
import { openFileLimit, plentyOfOpenFiles } from '../platform/openFiles.ts';

/**
 * Lanes for this machine: one for each processor. A lane is one thread and one single-threaded encoder that wait
 * for each other most of the time, so more lanes gain nothing. Together they may take half of the memory.
 * Where few files may be open there is one.
 *
 * @param frame Pixels of the video that is rendered.
 */
export function laneCount(
  frame: { width: number; height: number },
  machine: { processors: number; memory: number; openFiles?: number } = {
    processors: availableParallelism(),
    memory: totalmem(),
    openFiles: openFileLimit(),
  },
): number {
  if ((machine.openFiles ?? Infinity) < plentyOfOpenFiles) return 1;
  const affordable = Math.floor(machine.memory / 2 / laneBytes(frame));
  return Math.max(1, Math.min(machine.processors, affordable));
}

/** What a lane was measured to need at most: the encoder's pictures, the canvas, and the decoder's work on it. */
function laneBytes({ width, height }: { width: number; height: number }): number {
  return 64e6 + width * height * 100;
}
