import { Worker } from 'node:worker_threads';
import { cancelled, StoryFlowFailure } from '../../failure.ts';
import type { EspeakAnswers, EspeakReply, EspeakTask } from './protocol.ts';

/** Asks the espeak thread, which starts with the first question and again after a crash. */
export interface EspeakClient {
  /** @throws StoryFlowFailure CANCELLED at once when aborted, FAILED when the thread dies over this task. */
  ask<T extends EspeakTask>(task: T, signal: AbortSignal): Promise<EspeakAnswers[T['kind']]>;
  close(): Promise<void>;
}

/** No task takes a second; a thread that is silent for this long hangs. */
const patienceMs = 60_000;

interface Job {
  id: number;
  task: EspeakTask;
  settle(reply: EspeakReply): void;
  fail(error: Error): void;
}

/**
 * Tasks go to the thread one at a time, in order. They are short, so that an aborted one is simply not waited for:
 * the thread need not be ended, and other callers' tasks are not disturbed.
 */
export function createEspeakClient(entry: URL): EspeakClient {
  const waiting: Job[] = [];
  let current: Job | undefined;
  let worker: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;
  let nextId = 1;
  let closed = false;

  function startWorker(): Worker {
    const started = new Worker(entry);
    started.on('message', (reply: EspeakReply) => {
      if (current?.id === reply.id) finish((job) => job.settle(reply));
    });
    started.on('error', (error: Error) => died(started, error.message));
    started.on('exit', (code) => died(started, `its thread ended with code ${code}`));
    return started;
  }

  function died(which: Worker, reason: string): void {
    if (worker !== which) return;
    worker = undefined;
    void which.terminate();
    finish((job) =>
      job.fail(
        new StoryFlowFailure('FAILED', `The built-in voice stopped unexpectedly (${reason}). Try again.`),
      ),
    );
  }

  function finish(conclude: (job: Job) => void): void {
    clearTimeout(timer);
    const job = current;
    current = undefined;
    if (job) conclude(job);
    next();
  }

  function next(): void {
    if (current || closed) return;
    current = waiting.shift();
    if (!current) {
      // An idle thread keeps no process alive.
      worker?.unref();
      return;
    }
    worker ??= startWorker();
    const running = worker;
    running.ref();
    timer = setTimeout(() => died(running, `no answer for ${patienceMs / 1000} seconds`), patienceMs);
    running.postMessage({ id: current.id, ...current.task });
  }

  function ask<T extends EspeakTask>(task: T, signal: AbortSignal): Promise<EspeakAnswers[T['kind']]> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(cancelled());
      if (closed) return reject(new StoryFlowFailure('CANCELLED', 'The built-in voice has been closed.'));
      const job: Job = {
        id: nextId++,
        task,
        settle(reply) {
          signal.removeEventListener('abort', abort);
          if (reply.ok) resolve(reply.answer as EspeakAnswers[T['kind']]);
          else reject(new StoryFlowFailure('FAILED', `The built-in voice failed: ${reply.message}`));
        },
        fail(error) {
          signal.removeEventListener('abort', abort);
          reject(error);
        },
      };
      const abort = () => {
        const at = waiting.indexOf(job);
        if (at >= 0) waiting.splice(at, 1);
        reject(cancelled());
      };
      signal.addEventListener('abort', abort, { once: true });
      waiting.push(job);
      next();
    });
  }

  return {
    ask,
    async close() {
      closed = true;
      clearTimeout(timer);
      const abandoned = [...(current ? [current] : []), ...waiting.splice(0)];
      current = undefined;
      const ending = worker;
      worker = undefined;
      for (const job of abandoned)
        job.fail(new StoryFlowFailure('CANCELLED', 'The built-in voice has been closed.'));
      await ending?.terminate();
    },
  };
}
