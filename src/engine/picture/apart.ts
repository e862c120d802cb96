import { execaNode } from 'execa';
import { fileURLToPath } from 'node:url';
import { entryPoint } from '../entryPoint.ts';
import { cancelled, StoryFlowFailure, throwIfCancelled } from '../failure.ts';
import { TooLarge, type Drawn, type DrawTask } from './draw.ts';
import type { DrawAnswer, DrawOrder } from './protocol.ts';

/** A drawing that is given up. */
export class TooCostly extends Error {
  readonly what: 'time' | 'memory';

  constructor(what: 'time' | 'memory') {
    super(`drawing it takes too much ${what}`);
    this.what = what;
  }
}

/**
 * Seconds of processor time. A canvas may have sixteen times the pixels that a drawing is probed with, and should not be
 * refused then for what was found well.
 */
const mostSeconds = { probe: 10, thumbnail: 10, canvas: 120 } as const;
/** Memory of the process, bytes: 70 MB are Node's, and as much again as the picture's limit libvips's. */
const mostMemory = 560_000_000;
/** Milliseconds by the clock for each of these seconds: others need the processor too. */
const patience = 12_000;

/**
 * Draws a picture in a process of its own, which ends at once when cancelled, and with this process.
 *
 * @param limits Others than those of the task.
 * @throws TooLarge, TooCostly, Error with sharp's message; StoryFlowFailure CANCELLED, or FAILED when the machine ended
 *   the process.
 */
export async function drawApart(
  bytes: Buffer,
  task: DrawTask,
  signal: AbortSignal,
  limits: Partial<Pick<DrawOrder, 'seconds' | 'memory'>> = {},
): Promise<Drawn> {
  throwIfCancelled(signal);
  const order: DrawOrder = {
    ...{ task, bytes: bytes.length, seconds: mostSeconds[task.kind], memory: mostMemory },
    ...limits,
  };
  const child = execaNode(fileURLToPath(entryPoint('pictureWorker')), [JSON.stringify(order)], {
    ...{ stdin: 'pipe', stdout: 'pipe', stderr: 'pipe', encoding: 'buffer', maxBuffer: 512_000_000 },
    ...{
      cancelSignal: signal,
      timeout: order.seconds * patience,
      killSignal: 'SIGKILL',
      forceKillAfterDelay: false,
    },
    ...{ reject: false, windowsHide: true },
    nodeOptions: process.execArgv.filter((option) => !option.startsWith('--inspect')),
  });
  // A process that has ended does not read: its answer says why.
  child.stdin.on('error', () => undefined);
  child.stdin.write(bytes);
  const { stdout, stderr, signal: killed, timedOut } = await child;
  if (signal.aborted) throw cancelled();
  if (timedOut) throw new TooCostly('time');
  return readAnswer(Buffer.from(stderr).toString('utf8'), stdout, killed);
}

function readAnswer(words: string, data: Uint8Array, killed: string | undefined): Drawn {
  // libvips may have complained in lines before.
  const answer = parse(words.slice(words.lastIndexOf('{"kind"')));
  switch (answer?.kind) {
    case 'drawn':
      return { ...answer, data };
    case 'too-large':
      throw new TooLarge(answer, answer.unfolded);
    case 'too-slow':
      throw new TooCostly('time');
    case 'too-much-memory':
      throw new TooCostly('memory');
    case 'error':
      throw new Error(answer.message);
    case undefined:
      throw new StoryFlowFailure(
        'FAILED',
        `A picture could not be drawn: its process was stopped${killed === undefined ? '' : ` by ${killed}`}. The machine may be short of memory: close other programs and try again.`,
        { details: { stderr: words.slice(-2000), signal: killed ?? null } },
      );
  }
}

function parse(line: string): DrawAnswer | undefined {
  try {
    return JSON.parse(line) as DrawAnswer;
  } catch {
    return undefined;
  }
}
