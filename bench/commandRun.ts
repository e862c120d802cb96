import { execa } from 'execa';
import { fileURLToPath } from 'node:url';
import { parseEngineEvent, type DoneEvent } from '../src/engine/protocol.ts';
import { watchMemory } from './processTree.ts';

const commandLine = fileURLToPath(new URL('../dist/storyflow.js', import.meta.url));

export interface CommandRun {
  /** From starting the program until it had ended. */
  seconds: number;
  /** Peak memory of the whole process tree, bytes; only when it was asked for. */
  peakBytes: number;
  exitCode: number | undefined;
  /** Its last event; absent when it failed. */
  done: DoneEvent | undefined;
  /** The engine's own words, when it failed. */
  failure: string;
}

/** Runs the real command line with `--json`. */
export async function runCommand(
  args: readonly string[],
  options: { memory?: boolean } = {},
): Promise<CommandRun> {
  const start = performance.now();
  const child = execa(process.execPath, [commandLine, ...args, '--json'], {
    reject: false,
    stdin: 'ignore',
    maxBuffer: 100_000_000,
  });
  const watch = options.memory && child.pid !== undefined ? watchMemory(child.pid) : undefined;
  const { stdout, stderr, exitCode } = await child;
  const seconds = (performance.now() - start) / 1000;
  const peakBytes = watch?.stop() ?? 0;
  const events = stdout.split('\n').flatMap((line) => parseEngineEvent(line) ?? []);
  const done = exitCode === 0 ? events.find((event) => event.event === 'done') : undefined;
  const failed = events.find((event) => event.event === 'failed');
  return { seconds, peakBytes, exitCode, done, failure: failed?.message ?? stderr };
}
