import { StoryFlowFailure } from '../failure.ts';

const advice: Record<string, (place: string) => string> = {
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  EACCES: (place) => `StoryFlow may not write in ${place}. Change its permissions, or choose another folder.`,
  EPERM: (place) => `StoryFlow may not write in ${place}. Change its permissions, or choose another folder.`,
  EROFS: (place) => `${place} is on a read-only disk. Choose a folder on a disk that can be written.`,
  EMFILE: (place) => `Too many files are open to work in ${place}. Close other programs and try again.`,
  ENOTDIR: (place) => `A file stands where a folder is needed: ${place}. Move it away and try again.`,
};

function diskFull(place: string): string {
  return `The disk is full: there is no room left in ${place}. Free some space and export again; finished segments are kept.`;
}

/** What a writer can do about a file error in `place`; any other error comes back as it is. */
export function diskFailure(error: unknown, place: string): unknown {
  if (error instanceof StoryFlowFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = Object.hasOwn(advice, code) ? advice[code]!(place) : undefined;
  if (message === undefined) return error;
  return new StoryFlowFailure('FAILED', message, { details: { place, code }, cause: error });
}

/** For tools that report a full disk in words only. */
export function diskFullFailure(place: string, details: Record<string, unknown>): StoryFlowFailure {
  return new StoryFlowFailure('FAILED', diskFull(place), { details: { ...details, place, code: 'ENOSPC' } });
}
