import { runCli } from '../../src/engine/cli/runCli.ts';
import { parseEngineEvent, type EngineEvent, type ExportDoneEvent } from '../../src/engine/protocol.ts';

export interface CliRun {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Of runs with `--json`. */
  events: EngineEvent[];
}

/** Runs the command line in this process, without a terminal. */
export async function cli(
  argv: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<CliRun> {
  const written = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (written[name] += text) });
  const exitCode = await runCli(argv, {
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    env: options.env ?? process.env,
    cwd: options.cwd ?? process.cwd(),
    signal: options.signal ?? new AbortController().signal,
  });
  const events = written.stdout.split('\n').flatMap((line) => parseEngineEvent(line) ?? []);
  return { exitCode, ...written, events };
}

/** The `done` event of a successful export; throws with what was said otherwise. */
export function exported(run: CliRun): ExportDoneEvent {
  const last = run.events.at(-1);
  if (run.exitCode !== 0 || last?.event !== 'done') {
    throw new Error(`exit code ${run.exitCode}\n${run.stdout}\n${run.stderr}`);
  }
  return last as ExportDoneEvent;
}
