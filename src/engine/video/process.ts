import { execa } from 'execa';
import type { Readable, Writable } from 'node:stream';
import { diskFailureInWords, saysWriteFailed } from '../storage/diskFailure.ts';
import { cancelled, StoryFlowFailure } from '../failure.ts';
import { following } from '../platform/following.ts';

export interface FfmpegJob {
  /** Path of the program. */
  ffmpeg: string;
  /** Without the ones that every run has: no questions, no statistics, errors only. */
  arguments: readonly string[];
  /** For the message of a failure: "encode segment 4", "join the segments". */
  purpose: string;
  /** The folder that is written to, for the message when its disk is full. */
  place: string;
  cwd?: string;
  /** `pipe`: what it writes to `pipe:1` comes by {@link RunningFfmpeg.stdout}, and it writes no file. */
  stdout?: 'pipe';
  /** `info`: it also describes what it reads, in {@link RunningFfmpeg.firstWords}. */
  words?: 'error' | 'info';
  signal: AbortSignal;
}

export interface RunningFfmpeg {
  /** ffmpeg's standard input. An ffmpeg that reads it ends with this process, however this process dies. */
  stdin: Writable;
  /** Of a job that wants it; ffmpeg waits until it is read. */
  stdout: Readable | undefined;
  pid: number | undefined;
  /** The beginning of what it has said so far. */
  firstWords(): string;
  /**
   * Resolves when ffmpeg has ended well.
   *
   * @throws StoryFlowFailure FAILED with ffmpeg's last words in `details.ffmpeg`, or CANCELLED.
   */
  finished: Promise<void>;
}

/** Runs ffmpeg with nothing on its standard input. */
export async function runFfmpeg(job: FfmpegJob): Promise<void> {
  const running = startFfmpeg(job);
  running.stdin.end();
  await running.finished;
}

/** On cancel ffmpeg is asked to stop, and killed when it has not after half a second. */
export function startFfmpeg(job: FfmpegJob): RunningFfmpeg {
  const subprocess = execa(
    // Without -xerror ffmpeg 4.4 to 5.1 end as if all were well when the last of a file could not be written. With it they
    // end at the first bad packet of what is read: so only those have it that write.
    ...following(job.ffmpeg, [
      ...['-hide_banner', '-nostats', '-loglevel', job.words ?? 'error', '-y'],
      ...(job.stdout === undefined ? ['-xerror'] : []),
      ...job.arguments,
    ]),
    {
      ...(job.cwd === undefined ? {} : { cwd: job.cwd }),
      stdin: 'pipe',
      stdout: job.stdout ?? 'ignore',
      stderr: 'pipe',
      buffer: false,
      reject: false,
      cancelSignal: job.signal,
      forceKillAfterDelay: 500,
      windowsHide: true,
    },
  );
  const { firstWords, lastWords } = collectWords(subprocess.stderr);
  // EPIPE when ffmpeg ends early: its exit says why, this does not.
  subprocess.stdin.on('error', () => undefined);
  // An ffmpeg that waits for input does not look at signals: the end of its input wakes it.
  const wake = () => subprocess.stdin.destroy();
  job.signal.addEventListener('abort', wake, { once: true });
  const finished = subprocess.then((result) => {
    job.signal.removeEventListener('abort', wake);
    if (job.signal.aborted || result.isCanceled) throw cancelled();
    const unwritten = job.stdout === undefined && saysWriteFailed(lastWords());
    if (result.failed || unwritten) throw ffmpegFailure(job, lastWords(), result);
  });
  finished.catch(() => undefined);
  const { stdin, pid } = subprocess;
  return { stdin, stdout: subprocess.stdout ?? undefined, pid, firstWords, finished };
}

const MOST_CHARACTERS = 8192;

/** Reads the stream to its end and remembers its first and last few thousand characters, however much comes. */
function collectWords(stream: NodeJS.ReadableStream) {
  let head = '';
  let tail = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    if (head.length < MOST_CHARACTERS) head = (head + text).slice(0, MOST_CHARACTERS);
    tail = (tail + text).slice(-MOST_CHARACTERS);
  });
  return { firstWords: () => head, lastWords: () => tail.trim() };
}

function ffmpegFailure(
  job: FfmpegJob,
  lastWords: string,
  result: {
    exitCode?: number | undefined;
    signal?: string | undefined;
    code?: string | undefined;
    cause?: unknown;
  },
): StoryFlowFailure {
  const details = {
    ffmpeg: lastWords,
    arguments: job.arguments,
    exitCode: result.exitCode ?? null,
    signal: result.signal ?? null,
    system_error: result.code ?? null,
  };
  const { ffmpeg: said, ...rest } = details;
  // The system ends who writes beyond a limit of the account.
  const disk =
    job.stdout === undefined &&
    diskFailureInWords(result.signal === 'SIGXFSZ' ? 'EFBIG' : said, job.place, rest);
  if (disk) return disk;
  const why =
    result.code === 'ENOENT' || result.code === 'EACCES'
      ? `${job.ffmpeg} could not be started (${result.code})`
      : result.signal !== undefined
        ? `it was stopped by ${result.signal}; the machine may be short of memory`
        : (firstReason(lastWords) ?? `it ended with code ${result.exitCode ?? 'unknown'}`);
  return new StoryFlowFailure('FAILED', `ffmpeg could not ${job.purpose}: ${why}. The log has the details.`, {
    details: { ...details, why },
    cause: result.cause,
  });
}

/** The first complaint is the cause, the others follow from it; that a decoder was not wanted is none. */
function firstReason(text: string): string | undefined {
  const line = text
    .split('\n')
    .find((candidate) => !/^\s*$|not on whitelist 'none'|Last message repeated/.test(candidate));
  return line?.replace(/^(\[[^\]]*\] *)+/, '').replace(/[. ]+$/, '');
}
