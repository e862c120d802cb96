import type { Store } from '../cache/store.ts';
import { StoryFlowFailure } from '../failure.ts';
import { pictureFailure } from '../picture/pictureProblem.ts';
import { startLane, type Lane } from './lane.ts';
import { laneCount } from './laneCount.ts';
import { createPlaces, type Places } from './places.ts';
import type { SegmentJob } from './segmentJob.ts';
import { hashPicture, segmentKey } from './segmentKey.ts';

export interface RenderedSegment {
  /** Video-only MP4, in the store. */
  file: string;
  frames: number;
  /** True when it was found in the store. */
  reused: boolean;
}

/** Renders segments side by side, begun in the order in which they are asked for. */
export interface Lanes {
  /**
   * A segment that was rendered before, from the same picture in the same way, is taken from the store.
   *
   * @param onFrames Called with the number of frames that have gone to the encoder.
   * @throws StoryFlowFailure FAILED, with what ffmpeg or the picture said and `details.segmentId`; CANCELLED.
   */
  render(job: SegmentJob, signal: AbortSignal, onFrames?: (done: number) => void): Promise<RenderedSegment>;
  /** Ends all threads; to be called when no segment is being rendered any more. */
  close(): Promise<void>;
}

export interface LaneOptions {
  /** Path of the program, and its version for cache keys. */
  ffmpeg: string;
  ffmpegVersion: string;
  /** Undefined = as many as serve the machine ({@link laneCount}). */
  count?: number | undefined;
  store: Store;
  /** The worker's code; tests put others in its place. */
  worker?: URL;
}

/** Threads start with the first segment that has to be rendered: an unchanged story needs none. */
export function createLanes({ ffmpeg, ffmpegVersion, count, store, worker }: LaneOptions): Lanes {
  const idle: Lane[] = [];
  const all = new Set<Lane>();
  let places: Places | undefined;

  async function onLane<T>(use: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = idle.pop() ?? startLane(worker);
    all.add(lane);
    try {
      return await use(lane);
    } finally {
      if (lane.alive()) idle.push(lane);
      else all.delete(lane);
    }
  }

  async function findOrMake(
    job: SegmentJob,
    signal: AbortSignal,
    onFrames: (done: number) => void,
  ): Promise<RenderedSegment> {
    const pictureHash = await hashPicture(job.imageFile).catch((error: unknown) => {
      throw pictureFailure(job.imageFile, error);
    });
    const key = segmentKey(job, pictureHash, ffmpegVersion);
    const kept = await store.get(key);
    if (kept !== undefined) return { file: kept, frames: job.frames, reused: true };
    const file = await store.put(
      key,
      (output) => onLane((lane) => lane.render({ job, pictureHash, ffmpeg, output }, signal, onFrames)),
      '.mp4',
    );
    return { file, frames: job.frames, reused: false };
  }

  return {
    async render(job, signal, onFrames = () => undefined) {
      places ??= createPlaces(count ?? laneCount(job));
      using _place = await places.take(signal);
      return await findOrMake(job, signal, onFrames).catch((error: unknown) => {
        throw withSegment(error, job);
      });
    },
    async close() {
      await Promise.all([...all].map((lane) => lane.close()));
    },
  };
}

function withSegment(error: unknown, { segmentId }: SegmentJob): unknown {
  if (!(error instanceof StoryFlowFailure) || error.code === 'CANCELLED') return error;
  const { code, message, problems, details } = error;
  return new StoryFlowFailure(code, message, {
    details: { ...details, segmentId },
    problems: problems.map((problem) => ({ ...problem, segmentId })),
    cause: error,
  });
}
