import type { DrawTask } from './draw.ts';

/**
 * What the picture process is told, as its only argument. The picture's bytes come by its standard input, which stays
 * open for as long as somebody waits for the answer.
 */
export interface DrawOrder {
  task: DrawTask;
  /** Length of the picture, bytes. */
  bytes: number;
  /** Seconds of processor time that it may take. */
  seconds: number;
  /** Bytes of memory that the process may take. */
  memory: number;
}

/** What it answers on standard error, in one line; the data are on standard output then. */
export type DrawAnswer =
  | { kind: 'drawn'; format: string; width: number; height: number }
  | { kind: 'too-large'; width: number; height: number; unfolded: boolean }
  | { kind: 'too-slow' }
  | { kind: 'too-much-memory' }
  | { kind: 'error'; message: string };
