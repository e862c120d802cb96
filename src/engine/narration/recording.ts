import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readingTrouble } from '../storage/regularFile.ts';
import { readWavHeader, type WavHeader } from './wav.ts';

/** The longest recording of one segment. Its finished sound is 2.8 GB then, and a WAV file holds 4. */
export const mostHours = 4;
/** The largest file of a recording: what a WAV file can hold. Bytes. */
export const mostRecordingBytes = 2 ** 32;

/** A recording that cannot be used; its message completes "The recording X cannot be read: …". */
export class UnreadableSound extends Error {
  /** The recording itself may be well: it may be read the next time. */
  readonly passing: boolean;

  constructor(message: string, { passing = false, cause }: { passing?: boolean; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.passing = passing;
  }
}

/** The sentence for a writer. */
export function unreadable(file: string, error: UnreadableSound): string {
  return `The recording ${basename(file)} cannot be read: ${error.message}.`;
}

/**
 * Finds what is wrong with a recording by looking at it from outside.
 *
 * @returns the header of a WAV file. @throws UnreadableSound
 */
export async function checkRecording(file: string): Promise<WavHeader | undefined> {
  const header = await readWavHeader(file).catch((error: unknown) => {
    throw notRead(error);
  });
  const { size } = await stat(file).catch((error: unknown) => {
    throw notRead(error);
  });
  if (size === 0) throw new UnreadableSound('it is empty');
  if (size > mostRecordingBytes)
    throw new UnreadableSound(`it is larger than ${mostRecordingBytes / 2 ** 30} GB; save it as FLAC or MP3`);
  if (!header) return undefined;
  const seconds = header.sampleFrames / header.sampleRate;
  if (header.dataBytes < header.promisedBytes * 0.98)
    throw cutShort(seconds, secondsOf(header, header.promisedBytes));
  if (seconds > mostHours * 3600) throw tooLong();
  return header;
}

function secondsOf({ channels, bitsPerSample, sampleRate }: WavHeader, bytes: number): number {
  return (bytes * 8) / (channels * bitsPerSample * sampleRate);
}

/** What the system says against reading a recording. Some of it will pass. */
export function notRead(error: unknown): UnreadableSound {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const passing = /^(ETIMEDOUT|EIO|EMFILE|ENFILE|ENOMEM)$/.test(code);
  return new UnreadableSound(readingTrouble(error), { passing, cause: error });
}

export function tooLong(): UnreadableSound {
  return new UnreadableSound(`it is longer than ${mostHours} hours; cut it into parts, one for a paragraph`);
}

export function cutShort(found: number, promised: number): UnreadableSound {
  const length = (seconds: number) => `${seconds.toFixed(1)} s`;
  return new UnreadableSound(
    `it was cut short (it promises ${length(promised)}, but holds ${Number.isFinite(found) ? length(found) : 'nothing'})`,
  );
}
