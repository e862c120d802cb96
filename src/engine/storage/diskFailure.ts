import { sep } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';

const notPermitted = (place: string) =>
  `StoryFlow may not write in ${place}. Change its permissions, or choose another folder.`;

const advice: Record<string, (place: string) => string> = {
  ENOSPC: (place) =>
    `The disk is full: there is no room left in ${place}. Free some space and try again; what is finished is kept.`,
  EDQUOT: (place) =>
    `Your disk quota is used up: there is no room left in ${place}. Free some space and try again; what is finished is kept.`,
  EFBIG: (place) =>
    `There is no room for a file of this size in ${place}: its disk, or a limit of your account, allows smaller ones only. Choose another folder, or a lower bitrate.`,
  EACCES: notPermitted,
  EPERM: notPermitted,
  EROFS: (place) => `${place} is on a read-only disk. Choose a folder on a disk that can be written.`,
  EMFILE: (place) => `Too many files are open to work in ${place}. Close other programs and try again.`,
  ENOTDIR: (place) => `A file stands where a folder is needed: ${place}. Move it away and try again.`,
  EIO: (place) =>
    `The disk reports an error in ${place}. Make sure that it is connected and sound, and try again.`,
};

/**
 * What a writer can do about a file error in `place`; any other error comes back as it is. A failure of a folder below
 * it is told of `place`: temporary folders mean nothing to anybody.
 */
export function diskFailure(error: unknown, place: string): unknown {
  if (error instanceof StoryFlowFailure) {
    const { place: inner, code } = error.details;
    const inside = typeof inner === 'string' && inner.startsWith(`${place}${sep}`);
    return inside && isKnown(code) ? failure(code, place, error.details, error) : error;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return isKnown(code) ? failure(code, place, {}, error) : error;
}

function isKnown(code: unknown): code is string {
  return typeof code === 'string' && Object.hasOwn(advice, code);
}

/** How tools report in words what they cannot write. */
const words: readonly (readonly [string, RegExp])[] = [
  ['ENOSPC', /No space left on device|ENOSPC/i],
  ['EDQUOT', /Disk quota exceeded|EDQUOT/i],
  ['EFBIG', /File too large|EFBIG/i],
  ['EROFS', /Read-only file system|EROFS/i],
];

/**
 * @param said What a tool wrote on standard error.
 * @param place The folder that it was to write in.
 * @returns The failure, if the tool's words are about the disk.
 */
export function diskFailureInWords(
  said: string,
  place: string,
  details: Record<string, unknown> = {},
): StoryFlowFailure | undefined {
  const code = words.find(([, pattern]) => pattern.test(said))?.[0];
  return code === undefined ? undefined : failure(code, place, { ...details, said });
}

/** Of a tool that ended as if all were well: ffmpeg 5.1 does after each of these but the first. */
export function saysWriteFailed(said: string): boolean {
  return /^(?:\[[^\]\n]*\] *)*(?:av_interleaved_write_frame\(\)|Error (?:writing trailer|closing file|muxing a packet))/m.test(
    said,
  );
}

function failure(
  code: string,
  place: string,
  details: Record<string, unknown>,
  cause?: unknown,
): StoryFlowFailure {
  return new StoryFlowFailure('FAILED', advice[code]!(place), {
    details: { ...details, place, code },
    cause,
  });
}
