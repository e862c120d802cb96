import { parentPort } from 'node:worker_threads';
import { StoryFlowFailure } from '../failure.ts';
import { createSegmentRenderer } from './renderSegment.ts';
import type { LaneReply, LaneRequest } from './segmentJob.ts';

// One lane: a thread that renders one segment after another.

/** Milliseconds between two reports of a segment: each wakes the main thread, which shows five a second. */
const REPORT_INTERVAL = 100;

const port = parentPort!;
const reply = (message: LaneReply) => port.postMessage(message);
const render = createSegmentRenderer();
let cancelling = new AbortController();

port.on('message', (request: LaneRequest) => {
  if (request.kind === 'cancel') {
    cancelling.abort();
    return;
  }
  cancelling = new AbortController();
  render(request.task, cancelling.signal, createReporter()).then(
    () => reply({ kind: 'done' }),
    (error: unknown) => reply(failureReply(error)),
  );
});

/** Passes on what it is told of a segment's frames, now and then. */
function createReporter(): (done: number) => void {
  let next = 0;
  return (done) => {
    const now = performance.now();
    if (now < next) return;
    next = now + REPORT_INTERVAL;
    reply({ kind: 'frames', done });
  };
}

function failureReply(error: unknown): LaneReply {
  if (error instanceof StoryFlowFailure)
    return { kind: 'failed', code: error.code, message: error.message, details: error.details };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', code: 'FAILED', message, details: { stack } };
}
