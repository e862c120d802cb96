import { basename, dirname } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { startFfmpeg } from '../video/process.ts';
import { UnreadableSound } from './recording.ts';

interface DecoderJob {
  /** The recording. */
  file: string;
  /** Path of the program. */
  ffmpeg: string;
  arguments: readonly string[];
  signal: AbortSignal;
}

/** A decoder that gives nothing for so long will give nothing more: its file lies on a disk that is gone. */
const patienceMs = 60_000;

/**
 * Runs ffmpeg on a recording and hands over what it writes to its output.
 *
 * @param use Takes each piece; ffmpeg waits for it.
 * @returns The beginning of what ffmpeg said of the recording.
 * @throws UnreadableSound; StoryFlowFailure CANCELLED, TOOL_MISSING, or FAILED when the machine is to blame; whatever
 *   `use` throws. ffmpeg has ended by then.
 */
export async function runDecoder(job: DecoderJob, use: (output: Buffer) => Promise<void>): Promise<string> {
  const { file, ffmpeg, signal } = job;
  const stop = new AbortController();
  const decoder = startFfmpeg({
    ...{ ffmpeg, arguments: job.arguments, purpose: 'decode a recording', place: dirname(file) },
    ...{ stdout: 'pipe', words: 'info', signal: AbortSignal.any([signal, stop.signal]) },
  });
  decoder.stdin.end();
  let silent = false;
  const patience = setTimeout(() => {
    silent = true;
    stop.abort();
  }, patienceMs);
  try {
    for await (const output of decoder.stdout as AsyncIterable<Buffer>) {
      patience.refresh();
      await use(output);
    }
    await decoder.finished;
    return decoder.firstWords();
  } catch (error) {
    stop.abort();
    const ended: unknown = await decoder.finished.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (silent && !signal.aborted) throw noAnswer();
    // What ended ffmpeg explains a broken pipe; but that it was ended here explains nothing.
    const byItself = signal.aborted || error === ended || isBrokenPipe(error);
    throw byItself && ended !== undefined ? explain(ended, file, ffmpeg) : error;
  } finally {
    clearTimeout(patience);
  }
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** A failure of ffmpeg in words about the recording. That it was stopped says nothing about the recording. */
function explain(error: unknown, file: string, ffmpeg: string): unknown {
  if (!(error instanceof StoryFlowFailure) || error.code !== 'FAILED') return error;
  const { ffmpeg: said, signal, system_error } = error.details;
  if (system_error === 'ENOENT' || system_error === 'EACCES')
    return new StoryFlowFailure(
      'TOOL_MISSING',
      `ffmpeg cannot be started from ${ffmpeg} (${system_error}).`,
      {
        cause: error,
      },
    );
  const words = typeof said === 'string' ? said : '';
  const shortage = shortageIn(words, signal, system_error);
  if (shortage === undefined) return new UnreadableSound(reason(words), { cause: error });
  return new StoryFlowFailure(
    'FAILED',
    `The recording ${basename(file)} could not be decoded: ${shortage}. Close other programs and try again.`,
    { details: { ...error.details, file }, cause: error },
  );
}

/** What the machine lacked, where it is to blame and not the recording. */
function shortageIn(words: string, signal: unknown, systemError: unknown): string | undefined {
  if (typeof signal === 'string')
    return `ffmpeg was stopped by ${signal}; the machine may be short of memory`;
  if (systemError === 'ENOMEM' || /Cannot allocate memory/i.test(words))
    return 'there is not enough memory for ffmpeg';
  if (systemError === 'EMFILE' || systemError === 'ENFILE' || /Too many open files/i.test(words))
    return 'too many files are open';
  if (systemError === 'EAGAIN') return 'the system starts no more programs';
  return undefined;
}

function reason(words: string): string {
  if (/Format not on whitelist/.test(words))
    return 'it is no sound file but something else, such as a picture or a playlist';
  if (/matches no streams|does not contain any stream/.test(words)) return 'there is no sound in it';
  if (/Codec \(.*\) not on whitelist|Decoder .* not found|Decoding requested, but no decoder/i.test(words))
    return 'its sound is packed in a way that is not known; convert it to WAV, FLAC or MP3';
  if (/moov atom not found/.test(words)) return 'it was cut short (its index is missing)';
  if (
    /Invalid data found|Could not find codec|Failed to (?:find|read) .*(?:header|frame size)|Invalid argument|End of file/i.test(
      words,
    )
  )
    return 'it is damaged, or no sound file at all';
  const last =
    words
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^.*?: (?=\w)/, '') ?? '';
  return last === '' ? 'ffmpeg cannot decode it' : `ffmpeg says “${last.slice(0, 160)}”`;
}

function noAnswer(): UnreadableSound {
  return new UnreadableSound(`it has given no sound for ${patienceMs / 1000} s; its disk may not answer`, {
    passing: true,
  });
}
