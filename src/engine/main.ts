import { isatty } from 'node:tty';
import { runCli } from './cli/runCli.ts';
import { exitCodes } from './failure.ts';
import { leave } from './platform/leave.ts';

/** How long a command that was cancelled may tidy up. Whoever asked it to end kills it after five seconds, as a rule. */
const GRACE_MS = 3000;

/** A parent that asked for it (`STORYFLOW_PARENT=1`) is watched: when our standard input ends, it is gone. */
function watchParent(cancel: () => void): void {
  if (process.env['STORYFLOW_PARENT'] !== '1') return;
  process.stdin.on('end', cancel).on('close', cancel).on('error', cancel).resume();
  process.stdin.unref?.();
}

/** The command line, from its arguments to the end of the process. */
export async function main(): Promise<void> {
  const cancelling = new AbortController();
  const cancel = () => {
    if (cancelling.signal.aborted) return;
    cancelling.abort();
    // It may wait for something that never ends: a disk that is gone, a picture that draws for hours.
    setTimeout(() => leave(exitCodes.CANCELLED, true), GRACE_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (signal === 'SIGHUP' && isDetached()) return;
      // A second Ctrl+C means "now": whoever waits for a tidy end has had it.
      if (cancelling.signal.aborted && signal === 'SIGINT') leave(exitCodes.CANCELLED, true);
      cancel();
    });
  }
  // Beyond the largest file that the account may write (`ulimit -f`) the system would end us: the write says so, too.
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => undefined);
  watchParent(cancel);
  // The reader of our output has gone (a closed pipe): nobody waits for the result any more.
  process.stdout.on('error', cancel);
  process.stderr.on('error', cancel);

  const exitCode = await runCli(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: cancelling.signal,
  });
  // Written pipes drain before the process leaves; nothing else may keep it.
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  leave(exitCode);
}

/**
 * Started to outlive its terminal (`nohup … &`). Node takes back that the signal is to be ignored, so what is left to go by
 * is that nothing of ours is connected with a terminal.
 */
function isDetached(): boolean {
  return process.env['STORYFLOW_PARENT'] !== '1' && ![0, 1, 2].some((stream) => isatty(stream));
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
