import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { execa } from 'execa';
import { allocatorEnvironment, heapArguments } from '../../engine/memorySettings.ts';
import { StoryFlowFailure, exitCodes, type FailureCode } from '../../engine/failure.ts';
import {
  PROTOCOL_VERSION,
  parseEngineEvent,
  type DoneEvent,
  type EngineEvent,
} from '../../engine/protocol.ts';

/** Runs commands of the engine, each in a process of its own. */
export interface Engine {
  /**
   * Runs one command, e.g. `['export', '/a/Story.md']`. Every event but the last goes to `onEvent`.
   *
   * @returns The `done` event, after the process has ended.
   * @throws StoryFlowFailure with the code of the engine's `failed` event; CANCELLED when `signal` was aborted;
   *   FAILED when the engine does not start, speaks another protocol, or ends without a last word, and, with
   *   `details.restricted`, when it may not be started here.
   */
  run(command: readonly string[], options?: RunOptions): Promise<DoneEvent>;
  /** Cancels what runs and resolves when no process is left. */
  dispose(): Promise<void>;
}

export interface RunOptions {
  signal?: AbortSignal;
  onEvent?: (event: EngineEvent) => unknown;
}

export interface EngineOptions {
  /** The Node that runs the engine; VS Code's own, told to be Node by `ELECTRON_RUN_AS_NODE`. */
  node: string;
  script: string;
  env?: NodeJS.ProcessEnv;
  /**
   * Why nothing may be started now, in a sentence (Restricted Mode); undefined when it may. Asked here, before every
   * start, so that no caller can forget it.
   */
  refusal?: () => string | undefined;
  log: { debug(text: string): void; warn(text: string): void };
  /** How long a cancelled engine may tidy up before it is killed, in milliseconds. */
  graceMs?: number;
}

export function createEngine(options: EngineOptions): Engine {
  const running = new Map<AbortController, Promise<unknown>>();
  return {
    async run(command, { signal, onEvent } = {}) {
      const refusal = options.refusal?.();
      if (refusal !== undefined) throw restricted(refusal);
      const stop = new AbortController();
      const forward = () => stop.abort();
      if (signal?.aborted) stop.abort();
      signal?.addEventListener('abort', forward);
      const run = runCommand(options, command, stop.signal, onEvent);
      running.set(stop, run);
      try {
        return await run;
      } finally {
        running.delete(stop);
        signal?.removeEventListener('abort', forward);
      }
    },
    async dispose() {
      for (const stop of running.keys()) stop.abort();
      await Promise.allSettled(running.values());
    },
  };
}

async function runCommand(
  options: EngineOptions,
  command: readonly string[],
  signal: AbortSignal,
  onEvent: RunOptions['onEvent'],
): Promise<DoneEvent> {
  const { execa } = await import('execa');
  if (signal.aborted) throw cancelledBefore();
  options.log.debug(`engine ${command.join(' ')}`);
  const child = start(execa, options, command);
  const stop = () => void end(child, options.graceMs ?? 5000);
  signal.addEventListener('abort', stop);
  const conversation = createConversation(options, onEvent);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      // Another protocol: nothing that it says can be trusted, so it is not listened to any longer.
      if (!conversation.hear(line)) stop();
    }
    const { exitCode, signal: killedBy, stderr, originalMessage } = await child;
    const ending =
      exitCode === undefined ? (killedBy ?? originalMessage ?? 'no exit code') : `code ${exitCode}`;
    return conversation.end({ ending, exitCode, stderr, cancelled: signal.aborted });
  } finally {
    signal.removeEventListener('abort', stop);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

function start(run: typeof execa, { node, script, env }: EngineOptions, command: readonly string[]) {
  return run(node, [...heapArguments, script, ...command, '--json'], {
    // STORYFLOW_PARENT: the engine cancels itself when its standard input ends, which it does however we end.
    env: {
      ...env,
      ...allocatorEnvironment,
      ...{ ELECTRON_RUN_AS_NODE: '1', STORYFLOW_PARENT: '1', NODE_OPTIONS: '' },
    },
    stdin: 'pipe',
    buffer: { stdout: false, stderr: true },
    maxBuffer: 1_000_000,
    reject: false,
    windowsHide: true,
  });
}

/** Asks the engine to end, and makes it end when it does not. Windows has no signals: there the closed input asks. */
async function end(child: ReturnType<typeof start>, graceMs: number): Promise<void> {
  child.stdin.end();
  if (process.platform !== 'win32') child.kill('SIGTERM');
  const ended = child.then(() => true);
  const inTime = await Promise.race([ended, wait(graceMs, false, { ref: false })]);
  if (!inTime) child.kill('SIGKILL');
}

interface Ending {
  /** In words, for the log. */
  ending: string;
  exitCode: number | undefined;
  stderr: string;
  cancelled: boolean;
}

/** What the engine has said so far: `hello` first, exactly one last word. */
function createConversation({ log }: EngineOptions, onEvent: RunOptions['onEvent']) {
  let greeted = false;
  let foreign: number | undefined;
  let last: EngineEvent | undefined;
  return {
    /** False: hang up. */
    hear(line: string): boolean {
      if (foreign !== undefined) return true;
      const event = parseEngineEvent(line);
      if (!event) {
        log.warn(`The engine said something that is not an event: ${line.slice(0, 500)}`);
        return true;
      }
      if (event.event === 'hello') {
        greeted = true;
        if (event.protocol !== PROTOCOL_VERSION) foreign = event.protocol;
        return foreign === undefined;
      }
      if (!greeted) return true;
      if (event.event === 'done' || event.event === 'failed') last = event;
      else onEvent?.(event);
      return true;
    },
    end({ ending, exitCode, stderr, cancelled }: Ending): DoneEvent {
      if (foreign !== undefined) throw otherProtocol(foreign);
      if (last?.event === 'done') return last;
      if (last?.event === 'failed')
        throw new StoryFlowFailure(knownCode(last.code), last.message, { details: last.details });
      if (cancelled) throw cancelledBefore();
      const details = { ending, exitCode, stderr };
      if (!greeted)
        throw new StoryFlowFailure('FAILED', `StoryFlow's engine did not start (${ending}).`, { details });
      throw new StoryFlowFailure(
        'FAILED',
        `StoryFlow's engine ended before it was done (${ending}). What it finished is kept: try again.`,
        { details },
      );
    },
  };
}

/** Nothing has failed: the workspace is not trusted. The notice offers to manage that. */
export function restricted(refusal: string): StoryFlowFailure {
  return new StoryFlowFailure('FAILED', refusal, { details: { restricted: true } });
}

function knownCode(code: string): FailureCode {
  return Object.hasOwn(exitCodes, code) ? (code as FailureCode) : 'FAILED';
}

function cancelledBefore(): StoryFlowFailure {
  return new StoryFlowFailure('CANCELLED', 'Cancelled.');
}

function otherProtocol(protocol: number): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `StoryFlow's engine speaks version ${protocol} of the protocol, the extension version ${PROTOCOL_VERSION}. Reload the window; if that does not help, install StoryFlow again.`,
  );
}
