import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { execa, ExecaError } from 'execa';
import { diskFailureInWords, saysWriteFailed } from '../storage/diskFailure.ts';
import { cancelled, StoryFlowFailure } from '../failure.ts';
import { readWavHeader, type WavHeader } from './wav.ts';

/** What every sound is brought to. */
export const sampleRate = 48_000;

/** A recording that cannot be used; its message completes "The recording X cannot be read: …". */
export class UnreadableSound extends Error {}

/** ffmpeg's arguments that turn a recording into raw 32-bit float samples, stereo, at 48 kHz. */
export function decodeArguments(file: string, output: string): string[] {
  return [
    ...inputArguments(file),
    '-ac',
    '2',
    '-ar',
    String(sampleRate),
    '-c:a',
    'pcm_f32le',
    '-f',
    'f32le',
    output,
  ];
}

/** Only local files: a playlist that calls itself a recording fetches nothing. */
function inputArguments(file: string): string[] {
  const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'info', '-stats', '-y'];
  return [...quiet, '-protocol_whitelist', 'file', '-i', `file:${file}`, '-map', '0:a:0'];
}

/**
 * Decodes a recording that {@link checkRecording} has seen into a file of raw samples ({@link decodeArguments}).
 *
 * @throws UnreadableSound, StoryFlowFailure CANCELLED.
 */
export async function decodeRecording(
  file: string,
  output: string,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<void> {
  const { stderr } = await runFfmpeg(ffmpeg, decodeArguments(file, output), signal);
  const { size } = await stat(output);
  checkLength(size / (sampleRate * 2 * 4), stderr);
}

/** Throws unless the whole recording decodes; writes nothing. */
export async function tryDecode(file: string, ffmpeg: string, signal: AbortSignal): Promise<void> {
  const header = await checkRecording(file);
  // Plain samples, all there, need no trial: starting ffmpeg takes longer than such a file is worth.
  if (header?.encoding && header.sampleFrames > 0 && header.channels <= 8 && header.sampleRate >= 1000)
    return;
  const { stderr } = await runFfmpeg(ffmpeg, [...inputArguments(file), '-f', 'null', '-'], signal);
  checkLength(
    Math.max(0, ...[...stderr.matchAll(/time=(\d+:\d\d:\d\d\.\d+)/g)].map((match) => toSeconds(match[1]!))),
    stderr,
  );
}

async function runFfmpeg(ffmpeg: string, args: string[], signal: AbortSignal): Promise<{ stderr: string }> {
  const place = dirname(args.at(-1)!);
  try {
    const result = await execa(ffmpeg, args, {
      stdin: 'ignore',
      stdout: 'ignore',
      cancelSignal: signal,
      forceKillAfterDelay: 1000,
    });
    if (saysWriteFailed(result.stderr)) throw explainWords(result.stderr, place);
    return result;
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (!(error instanceof ExecaError)) throw error;
    throw explain(error as ExecaError, ffmpeg, place);
  }
}

function explain(error: ExecaError, ffmpeg: string, place: string): Error {
  const stderr = typeof error.stderr === 'string' ? error.stderr : '';
  if (error.code === 'ENOENT' || error.code === 'EACCES')
    return new StoryFlowFailure('TOOL_MISSING', `ffmpeg cannot be started from ${ffmpeg} (${error.code}).`, {
      cause: error,
    });
  return explainWords(stderr, place, error);
}

function explainWords(stderr: string, place: string, cause?: unknown): Error {
  // What is indented is about the recording: its title may be anything.
  const disk = diskFailureInWords(stderr.replace(/^[ \t].*$/gm, ''), place);
  return disk ?? new UnreadableSound(reason(stderr), { cause });
}

function reason(stderr: string): string {
  if (/matches no streams|does not contain any stream/.test(stderr)) return 'there is no sound in it';
  if (/moov atom not found/.test(stderr)) return 'it was cut short (its index is missing)';
  if (
    /Invalid data found|Could not find codec|Failed to (?:find|read) .*(?:header|frame size)|Invalid argument|End of file/i.test(
      stderr,
    )
  )
    return 'it is damaged, or no sound file at all';
  const last =
    stderr
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^.*?: (?=\w)/, '') ?? '';
  return last === '' ? 'ffmpeg cannot decode it' : `ffmpeg says “${last.slice(0, 160)}”`;
}

/**
 * Finds what is wrong with a recording by looking at it from outside.
 *
 * @returns the header of a WAV file. @throws UnreadableSound
 */
export async function checkRecording(file: string): Promise<WavHeader | undefined> {
  const stats = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableSound(error.code === 'ENOENT' ? 'there is no such file' : `${error.code}`, {
      cause: error,
    });
  });
  if (stats.isDirectory()) throw new UnreadableSound('it is a folder');
  if (stats.size === 0) throw new UnreadableSound('it is empty');
  const header = await readWavHeader(file).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableSound(error.code === 'EACCES' ? 'you may not read it' : `${error.code}`, {
      cause: error,
    });
  });
  if (header && header.dataBytes < header.promisedBytes * 0.98) {
    const seconds = (bytes: number) => ((bytes / header.dataBytes) * header.sampleFrames) / header.sampleRate;
    throw cutShort(header.sampleFrames / header.sampleRate, seconds(header.promisedBytes));
  }
  return header;
}

/** Compares what was decoded with what the file promises; estimates of both leave room for half a second. */
function checkLength(decoded: number, stderr: string): void {
  const promised = /Duration: (\d+:\d\d:\d\d\.\d+)/.exec(stderr)?.[1];
  if (decoded === 0) throw new UnreadableSound('there is no sound in it');
  if (promised !== undefined && decoded < toSeconds(promised) * 0.95 - 0.5)
    throw cutShort(decoded, toSeconds(promised));
}

function cutShort(found: number, promised: number): UnreadableSound {
  const length = (seconds: number) => `${seconds.toFixed(1)} s`;
  return new UnreadableSound(
    `it was cut short (it promises ${length(promised)}, but holds ${Number.isFinite(found) ? length(found) : 'nothing'})`,
  );
}

function toSeconds(clock: string): number {
  return clock.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}

/** The sentence for a writer. */
export function unreadable(file: string, error: UnreadableSound): string {
  return `The recording ${basename(file)} cannot be read: ${error.message}.`;
}
