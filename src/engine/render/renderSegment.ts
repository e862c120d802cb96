import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { throwIfCancelled } from '../failure.ts';
import { cropBoxAt } from '../motion/cropBox.ts';
import type { YuvImage } from '../motion/kernel/resampler.ts';
import { prepareCanvas } from '../picture/canvas.ts';
import { createFrameSources, framesTogether, type FrameSource } from '../picture/frameSource.ts';
import { release } from '../picture/release.ts';
import { shortageFailure } from '../picture/shortage.ts';
import { encodeArguments } from '../video/encoder.ts';
import { startFfmpeg } from '../video/process.ts';
import type { LaneTask, SegmentJob } from './segmentJob.ts';

export type RenderSegment = (
  task: LaneTask,
  signal: AbortSignal,
  onFrames: (done: number) => void,
) => Promise<void>;

/**
 * Makes the frames of one segment after another and has ffmpeg encode them. The kernel draws in one place and
 * ffmpeg's pipe is filled straight from there: a few frames are in flight, whatever the segment's length.
 *
 * The returned function throws StoryFlowFailure FAILED or CANCELLED; ffmpeg has ended by then.
 */
export function createSegmentRenderer(): RenderSegment {
  const frameSources = createFrameSources();

  function framesOf({ imageFile, width, height }: SegmentJob, canvas: YuvImage): FrameSource {
    try {
      return frameSources(canvas, width, height);
    } catch (error) {
      throw shortageFailure(imageFile, error) ?? error;
    }
  }

  async function prepareFrames(
    job: SegmentJob,
    pictureHash: string,
    signal: AbortSignal,
  ): Promise<FrameSource> {
    const { width, height, background, motion } = job;
    const request = { width, height, background, zoom: motion.zoom };
    const canvas = await prepareCanvas(job.imageFile, request, pictureHash, signal);
    const source = framesOf(job, canvas);
    // It keeps coefficients of its own.
    release(canvas.data);
    return source;
  }

  return async ({ job, pictureHash, ffmpeg, output, threads }, signal, onFrames) => {
    // Loading ffmpeg takes as long as preparing the canvas.
    const encoder = startFfmpeg({
      ffmpeg,
      arguments: encodeArguments(job.encoding, job, { output, threads }),
      purpose: 'encode the pictures',
      place: dirname(output),
      signal,
    });
    try {
      const source = await prepareFrames(job, pictureHash, signal);
      throwIfCancelled(signal);
      await feed(encoder.stdin, source, job, onFrames);
    } catch (error) {
      encoder.stdin.destroy();
      const ended: unknown = await encoder.finished.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      // A broken pipe only says that ffmpeg ended first: its own reason explains more.
      throw ended !== undefined && (signal.aborted || isBrokenPipe(error)) ? ended : error;
    }
    await encoder.finished;
  };
}

async function feed(
  pipe: Writable,
  source: FrameSource,
  { motion, frames }: SegmentJob,
  onFrames: (done: number) => void,
): Promise<void> {
  let done = 0;
  while (done < frames) {
    const next = Array.from({ length: Math.min(framesTogether, frames - done) }, (_, i) => done + i);
    for (const picture of source.render(...next.map((frame) => cropBoxAt(motion, frame, frames)))) {
      await write(pipe, picture);
      onFrames(++done);
    }
  }
  pipe.end();
}

/** Resolves when the system has taken the whole frame, so that another may be drawn over it. */
function write(pipe: Writable, frame: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    pipe.write(frame, (error) => (error ? reject(error) : resolve()));
  });
}

function isBrokenPipe(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(EPIPE|EOF|ECONNRESET|ERR_STREAM_(DESTROYED|PREMATURE_CLOSE|WRITE_AFTER_END))$/.test(code);
}
