/**
 * The process that holds the model. A process rather than a thread: a run cannot be interrupted, but a process can be
 * ended at once, gives all its memory back, and takes nothing with it should the runtime crash.
 */
import process from 'node:process';
import type { KokoroReply, KokoroRequest } from './protocol.ts';
import { openSession, type KokoroSession } from './session.ts';

let session: KokoroSession | undefined;
let queue = Promise.resolve();

process.on('message', (request: KokoroRequest) => {
  queue = queue.then(async () => {
    const reply = await answer(request);
    await new Promise<void>((resolve) => process.send!(reply, () => resolve()));
  });
});
// The engine is gone, however it went. `process.exit` would wait for the run that is under way.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function answer(request: KokoroRequest): Promise<KokoroReply> {
  const { id } = request;
  try {
    if (request.kind === 'open') {
      session = await openSession(request.modelFile, request.threads);
      return { id, ok: true, opened: session.facts };
    }
    if (!session) throw new Error('no model is open');
    const sound = await session.run(request.tokens, request.style, request.speed);
    return { id, ok: true, sound: { ...sound, peakMemory: process.resourceUsage().maxRSS * 1024 } };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
