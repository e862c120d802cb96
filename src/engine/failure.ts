import type { Problem } from './problem.ts';

/**
 * Why a command ended without its result. The exit code of each is fixed: scripts and the extension rely on it.
 */
export const exitCodes = {
  FAILED: 1,
  USAGE: 2,
  NOT_READY: 3,
  ALREADY_RENDERING: 4,
  TOOL_MISSING: 5,
  CANCELLED: 130,
} as const;

export type FailureCode = keyof typeof exitCodes;

/**
 * A failure with a message that says, to a writer, what happened and what to do. Programming errors stay plain
 * `Error`s; everything a user can meet is one of these.
 */
export class StoryFlowFailure extends Error {
  override readonly name = 'StoryFlowFailure';
  readonly code: FailureCode;
  /** For the log and for machines: segment id, ffmpeg's last lines, the spec's `missing_images`, … */
  readonly details: Record<string, unknown>;
  readonly problems: readonly Problem[];

  constructor(
    code: FailureCode,
    message: string,
    options: { details?: Record<string, unknown>; problems?: readonly Problem[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.problems = options.problems ?? [];
  }
}

/** Throws `CANCELLED` if the signal was aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

export function cancelled(): StoryFlowFailure {
  return new StoryFlowFailure('CANCELLED', 'Cancelled. Finished segments are kept for the next export.');
}
