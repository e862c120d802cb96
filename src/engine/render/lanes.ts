import { findOrMake } from '../cache/checkedEntry.ts';
import { createFileHasher } from '../cache/fileHasher.ts';
import type { Store } from '../cache/store.ts';
import { StoryFlowFailure } from '../failure.ts';
import { maxPictureBytes } from '../picture/decode.ts';
import { fileEffort } from '../picture/drawing.ts';
import { decodingMemory } from '../picture/memory.ts';
import { pictureFailure } from '../picture/pictureProblem.ts';
import { requireClip } from '../video/wholeness.ts';
import { startLane, type Lane } from './lane.ts';
import { createPlaces } from './places.ts';
import type { LaneTask, SegmentJob } from './segmentJob.ts';
import { segmentKey } from './segmentKey.ts';

export interface RenderedSegment {
  /** Video-only MP4, in the store, under {@link key}. */
  file: string;
  key: string;
  frames: number;
  /** True when it was found in the store. */
  reused: boolean;
}

/** Renders segments side by side, begun in the order in which they are asked for. */
export interface Lanes {
  /**
   * Looks ahead, before the first `render`: threads start for what has to be rendered, while the story is checked. When
   * that is fewer segments than lanes, each encoder gets the processors that would idle.
   *
   * @param jobs All segments; undefined for one whose length is not known yet. Read until there is enough for all lanes.
   * @returns Which of them have to be rendered, as far as they were read. Asked for first, they keep the lanes busy while
   * the others are looked up.
   */
  prepare(jobs: AsyncIterable<SegmentJob | undefined>): Promise<number[]>;
  /**
   * A segment that was rendered before, from the same picture in the same way, is taken from the store.
   *
   * @param onFrames Called now and then with the number of frames that have gone to the encoder.
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
  /** At least 1; {@link laneCount} says how many serve the machine. */
  count: number;
  /** How often `render` will be called, where that is known. */
  total?: number;
  store: Store;
  /** The worker's code; tests put others in its place. */
  worker?: URL;
}

/** An unchanged story needs no threads, and starts none. */
export function createLanes({ ffmpeg, ffmpegVersion, count, total, store, worker }: LaneOptions): Lanes {
  const idle: Lane[] = [];
  const all = new Set<Lane>();
  const hashPicture = createFileHasher(maxPictureBytes);
  const places = createPlaces(count);
  let threads = 1;
  let begun = 0;

  function start(): Lane {
    const lane = startLane(worker);
    all.add(lane);
    return lane;
  }

  async function onLane<T>(use: (lane: Lane) => Promise<T>): Promise<T> {
    const rested = idle.pop();
    const lane = rested?.alive() ? rested : start();
    try {
      return await use(lane);
    } finally {
      if (lane.alive()) idle.push(lane);
      else all.delete(lane);
    }
  }

  async function identify(job: SegmentJob): Promise<{ key: string; pictureHash: string }> {
    const pictureHash = await hashPicture(job.imageFile).catch((error: unknown) => {
      throw pictureFailure(job.imageFile, error);
    });
    return { key: segmentKey(job, pictureHash, ffmpegVersion), pictureHash };
  }

  /** What cannot be looked up will say why when it is rendered. */
  async function isKept(job: SegmentJob): Promise<boolean> {
    return identify(job).then(
      ({ key }) => store.has(key),
      () => false,
    );
  }

  /** Lanes run out of work one after another: what is begun last can use the processors that are left. */
  function threadsOfNext(): number {
    begun++;
    return count > 1 && total !== undefined && begun > total - count ? Math.max(threads, 2) : threads;
  }

  async function findOrRender(
    job: SegmentJob,
    threads: number,
    signal: AbortSignal,
    onFrames: (done: number) => void,
  ): Promise<RenderedSegment> {
    const { key, pictureHash } = await identify(job);
    const made = await findOrMake(store, {
      ...{ key, extension: '.mp4' },
      check: (file) => requireClip(file, job),
      produce: (output) => {
        const task = { job, pictureHash, ffmpeg, output, threads };
        return onLane((lane) => renderInMemory(lane, task, signal, onFrames));
      },
    });
    return { ...made, key, frames: job.frames };
  }

  return {
    async prepare(jobs) {
      const missing: number[] = [];
      let index = 0;
      for await (const job of jobs) {
        if (job === undefined || !(await isKept(job))) {
          missing.push(index);
          idle.push(start());
          threads = threadsFor(count / missing.length);
          if (threads === 1) break;
        }
        index++;
      }
      return missing;
    },
    async render(job, signal, onFrames = () => undefined) {
      using _place = await places.take(signal);
      return await findOrRender(job, threadsOfNext(), signal, onFrames).catch((error: unknown) => {
        throw withSegment(error, job);
      });
    },
    async close() {
      await Promise.all([...all].map((lane) => lane.close()));
    },
  };
}

/** Keeps the memory that the picture takes until it is a canvas: then the first frame comes. */
async function renderInMemory(
  lane: Lane,
  task: LaneTask,
  signal: AbortSignal,
  onFrames: (done: number) => void,
): Promise<void> {
  const effort = await fileEffort(task.job.imageFile, signal);
  let memory: Disposable | undefined = await decodingMemory.take(effort, signal);
  const giveBack = () => {
    memory?.[Symbol.dispose]();
    memory = undefined;
  };
  try {
    await lane.render(task, signal, (done) => {
      giveBack();
      onFrames(done);
    });
  } finally {
    giveBack();
  }
}

/** Threads of one encoder wait for each other: half as many more than it has processors (x264's own choice). */
function threadsFor(processors: number): number {
  return processors < 2 ? 1 : Math.round(1.5 * processors);
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
