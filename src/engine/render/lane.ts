import { Worker } from 'node:worker_threads';
import { entryPoint } from '../entryPoint.ts';
import { StoryFlowFailure, throwIfCancelled } from '../failure.ts';
import type { LaneReply, LaneRequest, LaneTask } from './segmentJob.ts';

/** A thread with an encoder of its own; one segment at a time. */
export interface Lane {
  /**
   * Writes the segment's file. Resolves or rejects only when the lane's ffmpeg has ended, or the thread with it.
   *
   * @throws StoryFlowFailure FAILED or CANCELLED.
   */
  render(task: LaneTask, signal: AbortSignal, onFrames: (done: number) => void): Promise<void>;
  /** False once the thread has ended, whatever ended it. */
  alive(): boolean;
  /** Ends the thread, and first the task that it may have, which is then cancelled. */
  close(): Promise<void>;
}

/** @param url The worker's code; tests put others in its place. */
export function startLane(url: URL = entryPoint('laneWorker')): Lane {
  const worker = new Worker(url);
  let alive = true;
  // An idle thread's end is noticed here; that of a busy one by its task as well.
  worker.on('error', () => (alive = false));
  worker.on('exit', () => (alive = false));
  const send = (request: LaneRequest) => worker.postMessage(request);
  let running: Promise<void> = Promise.resolve();

  return {
    alive: () => alive,
    async render(task, signal, onFrames) {
      throwIfCancelled(signal);
      const cancel = () => send({ kind: 'cancel' });
      signal.addEventListener('abort', cancel, { once: true });
      try {
        running = untilEnd(worker, onFrames);
        send({ kind: 'render', task });
        await running;
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    async close() {
      if (alive) send({ kind: 'cancel' });
      alive = false;
      // A thread that is ended under a running ffmpeg leaves it behind as a zombie.
      await running.catch(() => undefined);
      await worker.terminate();
    },
  };
}

/** The outcome of the one task that the thread has. */
function untilEnd(worker: Worker, onFrames: (done: number) => void): Promise<void> {
  const listening = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const on = <Value>(event: string, listener: (value: Value) => void) => {
      worker.on(event, listener);
      listening.signal.addEventListener('abort', () => worker.off(event, listener));
    };
    on('message', (reply: LaneReply) => {
      if (reply.kind === 'frames') onFrames(reply.done);
      else if (reply.kind === 'done') resolve();
      else reject(new StoryFlowFailure(reply.code, reply.message, { details: reply.details }));
    });
    on('error', (error: Error) => reject(crashed(error.message, error)));
    on('exit', (code: number) => reject(crashed(`it ended with code ${code}`)));
  }).finally(() => listening.abort());
}

function crashed(why: string, cause?: Error): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `The rendering thread failed: ${why}. Export again; finished segments are kept.`,
    { details: { stack: cause?.stack }, cause },
  );
}
