/**
 * The process in which a picture is drawn that may take long or much. A process rather than a thread: what libvips has
 * begun cannot be interrupted, but a process can be ended at once, and gives its memory back.
 */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { draw, TooLarge } from './draw.ts';
import type { DrawAnswer, DrawOrder } from './protocol.ts';

const order = JSON.parse(process.argv[2]!) as DrawOrder;

/** Leaves at once: an ordinary exit would wait for what libvips has begun. */
function leave(answer?: DrawAnswer): never {
  if (answer) writeSync(2, JSON.stringify(answer));
  process.kill(process.pid, 'SIGKILL');
  // Windows ends the process only when this turn is over.
  throw new Error('the process ends');
}

const watch = setInterval(() => {
  const { user, system } = process.cpuUsage();
  if ((user + system) / 1e6 > order.seconds) leave({ kind: 'too-slow' });
  if (process.memoryUsage.rss() > order.memory) leave({ kind: 'too-much-memory' });
}, 20);

const picture = Buffer.allocUnsafe(order.bytes);
let received = 0;
process.stdin.on('data', (chunk: Buffer) => {
  received += chunk.copy(picture, received);
  if (received === order.bytes) void answer();
});
// Nobody waits any more.
process.stdin.on('end', () => leave()).on('error', () => leave());

async function answer(): Promise<void> {
  try {
    const { data, ...rest } = await draw(picture, order.task);
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(data, (error) => (error ? reject(error) : resolve())),
    );
    writeSync(2, JSON.stringify({ kind: 'drawn', ...rest } satisfies DrawAnswer));
  } catch (error) {
    writeSync(2, JSON.stringify(refusal(error)));
  }
  clearInterval(watch);
  process.stdin.removeAllListeners('end');
  process.stdin.destroy();
}

function refusal(error: unknown): DrawAnswer {
  if (error instanceof TooLarge) return { kind: 'too-large', ...error.size, unfolded: error.unfolded };
  return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
}
