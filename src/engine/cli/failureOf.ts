import { cancelled, StoryFlowFailure } from '../failure.ts';
import { isShortOfFiles, openFileLimit } from '../platform/openFiles.ts';

/** Any thrown thing as a failure with words for a writer. What was cancelled reads as cancelled, however it fell. */
export function failureOf(error: unknown, signal: AbortSignal): StoryFlowFailure {
  if (error instanceof StoryFlowFailure && error.code !== 'FAILED') return error;
  if (signal.aborted) return cancelled();
  if (isShortOfFiles(error)) return shortOfFiles(error);
  if (error instanceof StoryFlowFailure) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  const advice = code === undefined ? undefined : systemErrors[code];
  if (advice !== undefined) {
    return new StoryFlowFailure('FAILED', path === undefined ? advice : `${advice} (${path})`, {
      cause: error,
      details: { system_error: code, path },
    });
  }
  const stack = error instanceof Error ? error.stack : String(error);
  const message = error instanceof Error ? error.message : String(error);
  return new StoryFlowFailure('FAILED', `StoryFlow met an error it did not expect: ${message}`, {
    cause: error,
    details: { stack },
  });
}

function shortOfFiles(cause: unknown): StoryFlowFailure {
  const limit = openFileLimit();
  const most = Number.isFinite(limit) ? ` (this session allows ${limit})` : '';
  const message = `Too many files are open${most}. Close other programs, or raise the limit ("ulimit -n 1024"), and try again. Finished segments are kept.`;
  return new StoryFlowFailure('FAILED', message, { cause });
}

const systemErrors: Record<string, string> = {
  ENOSPC: 'The disk is full. Free some space and export again: finished segments are reused.',
  EDQUOT: 'Your disk quota is used up. Free some space and export again: finished segments are reused.',
  EROFS: 'The folder is on a read-only disk. Move the story to a folder that can be written to.',
  EACCES: 'A file or folder may not be opened by you. Check its permissions.',
  EPERM: 'The system does not permit this. Check the permissions of the file or folder.',
  ENOMEM: 'There is not enough memory. Close other programs, or export with --jobs 1.',
};
