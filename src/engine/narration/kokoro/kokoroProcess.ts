import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { execaNode } from 'execa';
import { entryPoint } from '../../entryPoint.ts';
import { cancelled, StoryFlowFailure } from '../../failure.ts';
import type { KokoroReply, KokoroRequest, RawSound, SessionFacts } from './protocol.ts';

/** A model that is open in a process of its own. */
export interface KokoroProcess {
  facts: SessionFacts;
  /** Runs wait for one another: each uses all threads. An aborted run answers at once; one under way is let finish. */
  run(tokens: readonly number[], style: Float32Array, speed: number, signal: AbortSignal): Promise<RawSound>;
  /** Ends the process at once; pending runs fail as cancelled. */
  close(): Promise<void>;
}

interface Pending {
  resolve: (reply: KokoroReply & { ok: true }) => void;
  reject: (error: Error) => void;
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** More threads than this bring nothing to a model of this size. */
const mostThreads = 8;

/**
 * @param onEnd told when the process ends by itself.
 * @throws StoryFlowFailure FAILED when the model cannot be opened, CANCELLED when aborted.
 */
export async function startKokoro(
  modelFile: string,
  signal: AbortSignal,
  onEnd = () => {},
): Promise<KokoroProcess> {
  const child = spawnKokoro();
  const pending = new Map<number, Pending>();
  let closing = false;
  child.on('message', (reply: KokoroReply) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply);
    else waiting?.reject(new Error(reply.message));
  });
  const ended = child.then((result) => {
    const error = closing ? cancelled() : crashed(result.stderr);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    onEnd();
  });

  const ask = createAsk(child, pending);
  const close = async () => {
    closing = true;
    child.kill('SIGKILL');
    await ended;
  };

  try {
    const opened = await ask({ kind: 'open', modelFile, threads: threadCount() }, signal);
    if (!('opened' in opened)) throw new Error('the Kokoro process answered out of turn');
    return { facts: opened.opened, run: inTurn(ask), close };
  } catch (error) {
    await close();
    throw error instanceof StoryFlowFailure ? error : unreadable(modelFile, error);
  }
}

function spawnKokoro() {
  return execaNode(fileURLToPath(entryPoint('kokoroWorker')), {
    ipc: true,
    serialization: 'advanced',
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: ['pipe'],
    nodeOptions: process.execArgv.filter((option) => !option.startsWith('--inspect')),
    reject: false,
    forceKillAfterDelay: false,
  });
}

type Ask = (request: Unnumbered<KokoroRequest>, signal: AbortSignal) => Promise<KokoroReply & { ok: true }>;

/** Sends requests under numbers of their own; each reply settles the promise that waits under its number. */
function createAsk(child: ReturnType<typeof spawnKokoro>, pending: Map<number, Pending>): Ask {
  let nextId = 0;
  return (request, abort) =>
    new Promise<KokoroReply & { ok: true }>((resolve, reject) => {
      if (abort.aborted) return reject(cancelled());
      const id = nextId++;
      const onAbort = () => {
        pending.delete(id);
        reject(cancelled());
      };
      abort.addEventListener('abort', onAbort, { once: true });
      const settle =
        <T>(done: (value: T) => void) =>
        (value: T) => {
          abort.removeEventListener('abort', onAbort);
          done(value);
        };
      pending.set(id, { resolve: settle(resolve), reject: settle(reject) });
      child.send({ ...request, id }, (error) => error && pending.get(id)?.reject(error));
    });
}

/** One run at a time, in the order they were asked for; those aborted while they wait never reach the process. */
function inTurn(ask: Ask) {
  let last: Promise<unknown> = Promise.resolve();
  return (
    tokens: readonly number[],
    style: Float32Array,
    speed: number,
    signal: AbortSignal,
  ): Promise<RawSound> => {
    const turn = last.then(async () => {
      const reply = await ask({ kind: 'run', tokens: [...tokens], style, speed }, signal);
      if (!('sound' in reply)) throw new Error('the Kokoro process answered out of turn');
      return reply.sound;
    });
    last = turn.catch(() => undefined);
    return Promise.race([turn, whenAborted(signal, turn)]);
  };
}

function whenAborted(signal: AbortSignal, until: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => reject(cancelled());
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const forget = () => signal.removeEventListener('abort', onAbort);
    until.then(forget, forget);
  });
}

function threadCount(): number {
  return Math.min(availableParallelism(), mostThreads);
}

function crashed(stderr: unknown): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    'The Kokoro voice stopped unexpectedly. Export again; if it happens again, there may be too little memory for this model: choose a smaller one with "storyflow models list".',
    { details: { stderr: typeof stderr === 'string' ? stderr.slice(-2000) : '' } },
  );
}

function unreadable(modelFile: string, cause: unknown): StoryFlowFailure {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StoryFlowFailure(
    'FAILED',
    `The voice model ${modelFile} cannot be opened: ${why.split('\n')[0]!}. Run "storyflow models verify", then "storyflow models add" to repair it.`,
    { cause, details: { file: modelFile } },
  );
}
