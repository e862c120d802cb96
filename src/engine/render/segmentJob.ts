import type { FailureCode } from '../failure.ts';
import type { Motion } from '../motion/cropBox.ts';
import type { EncoderSettings } from '../video/encoder.ts';

/** Everything that the encoded pictures of one segment depend on. */
export interface SegmentJob {
  segmentId: string;
  /** Absolute path. */
  imageFile: string;
  motion: Motion;
  /** ≥ 1 */
  frames: number;
  /** Pixels, even. */
  width: number;
  height: number;
  fps: number;
  /** As the encoder wants to know it. */
  slow: boolean;
  /** `#rrggbb`, behind transparent pictures. */
  background: string;
  encoding: EncoderSettings;
}

/** What a lane is asked to do with a job. */
export interface LaneTask {
  job: SegmentJob;
  /** SHA-256 of the picture, in hex: the segment is kept under its name, so it must be made from these bytes. */
  pictureHash: string;
  /** Path of the program. */
  ffmpeg: string;
  /** The file to write. */
  output: string;
  /** Of the encoder: 1, or more when there are too few segments for all processors. */
  threads: number;
}

/** To a lane's worker. */
export type LaneRequest = { kind: 'render'; task: LaneTask } | { kind: 'cancel' };

/** From a lane's worker: any number of `frames`, then one `done` or `failed`. */
export type LaneReply =
  | { kind: 'frames'; done: number }
  | { kind: 'done' }
  | { kind: 'failed'; code: FailureCode; message: string; details: Record<string, unknown> };
