import { StoryFlowFailure } from '../failure.ts';

/** Kept files that do not fit what they were kept for. They can be made again; the message is for when that was in vain. */
export class UnfitFiles extends StoryFlowFailure {
  /** Absolute paths: clips, narrations, encoded sound. */
  readonly files: readonly string[];

  constructor(
    message: string,
    files: readonly string[],
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super('FAILED', message, { ...options, details: { ...options.details, files: files.slice(0, 20) } });
    this.files = files;
  }
}
