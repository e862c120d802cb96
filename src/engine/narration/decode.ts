import { runDecoder } from './decoder.ts';
import { checkRecording, cutShort, mostHours, tooLong, UnreadableSound } from './recording.ts';
import { soundInput } from '../video/soundInput.ts';

/** What every sound is brought to. */
export const sampleRate = 48_000;

/** Bytes of a decoded sample frame: 32-bit float, stereo. */
export const decodedFrameBytes = 2 * 4;
const mostSeconds = mostHours * 3600;

/** ffmpeg's arguments that turn a recording into raw 32-bit float samples, stereo, at 48 kHz, on its output. */
export function decodeArguments(file: string): string[] {
  return [
    ...['-nostdin', ...soundInput(file), '-map', '0:a:0'],
    ...['-ac', '2', '-ar', String(sampleRate), '-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1'],
  ];
}

/** ffmpeg's arguments that decode a recording for nothing, and tell on the output how far they are. */
export function trialArguments(file: string): string[] {
  return ['-nostdin', ...soundInput(file), '-map', '0:a:0', '-progress', 'pipe:1', '-f', 'null', '-'];
}

/**
 * Decodes a recording that {@link checkRecording} has seen, piece by piece ({@link decodeArguments}): it is never in
 * memory as a whole, and what is too long is given up as soon as that shows.
 *
 * @param use Takes each piece; ffmpeg waits for it.
 * @param most Seconds of sound.
 * @throws UnreadableSound; StoryFlowFailure CANCELLED, TOOL_MISSING, or FAILED when ffmpeg was stopped from outside;
 *   whatever `use` throws. ffmpeg has ended by then.
 */
export async function decodeRecording(
  file: string,
  ffmpeg: string,
  signal: AbortSignal,
  use: (samples: Buffer) => Promise<void>,
  most = mostSeconds,
): Promise<void> {
  let bytes = 0;
  const seconds = () => bytes / decodedFrameBytes / sampleRate;
  const words = await runDecoder(
    { file, ffmpeg, arguments: decodeArguments(file), signal },
    async (samples) => {
      bytes += samples.length;
      if (seconds() > most) throw tooLong();
      await use(samples);
    },
  );
  checkLength(seconds(), words);
}

/** Throws, as {@link decodeRecording} does, unless the whole recording decodes; keeps nothing. */
export async function tryDecode(file: string, ffmpeg: string, signal: AbortSignal): Promise<void> {
  const header = await checkRecording(file);
  // Plain samples, all there, need no trial: starting ffmpeg takes longer than such a file is worth.
  if (header?.encoding && header.sampleFrames > 0 && header.channels <= 8 && header.sampleRate >= 1000)
    return;
  let seconds = 0;
  const words = await runDecoder(
    { file, ffmpeg, arguments: trialArguments(file), signal },
    async (report) => {
      for (const [, time] of report.toString('latin1').matchAll(/^out_time_us=(\d+)$/gm))
        seconds = Number(time) / 1e6;
      if (seconds > mostSeconds) throw tooLong();
    },
  );
  checkLength(seconds, words);
}

/** Compares what was decoded with what the file promises; estimates of both leave room for half a second. */
function checkLength(decoded: number, words: string): void {
  const promised = /Duration: (\d+:\d\d:\d\d\.\d+)/.exec(words)?.[1];
  if (decoded === 0) throw new UnreadableSound('there is no sound in it');
  if (promised !== undefined && decoded < toSeconds(promised) * 0.95 - 0.5)
    throw cutShort(decoded, toSeconds(promised));
}

function toSeconds(clock: string): number {
  return clock.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}
