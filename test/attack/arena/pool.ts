import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canMeasureMemory, treeMemory } from '../../../bench/processTree.ts';
import { allocatorEnvironment, heapArguments } from '../../../src/engine/memorySettings.ts';
import type { Question, Trying, Verdict } from './attacker.ts';

export interface Fault {
  question: Question;
  what: string;
  wrong: string[];
}

/** Of the engine and the programs that it runs. */
const MEMORY_LIMIT_MB = 800;
/** For one input, with several commands, on a busy machine; a drawing has ten seconds of processor. What hangs, hangs longer. */
const PATIENCE_MS = 180_000;
/** A process that has seen this much has memory that belongs to no input in particular. */
const RETIRE_AFTER = 60;
const RETIRE_ABOVE_MB = 420;

/** Tries all inputs, some at a time. @param onVerdict Called after each. */
export async function tryAll(
  questions: AsyncIterable<Question> | Iterable<Question>,
  {
    folder,
    materials,
    processes,
    onVerdict,
  }: {
    folder: string;
    materials: string;
    processes: number;
    onVerdict?: (question: Question, verdict: Verdict) => void;
  },
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const queue =
    Symbol.asyncIterator in questions ? questions[Symbol.asyncIterator]() : questions[Symbol.iterator]();
  async function work(number: number): Promise<void> {
    let attacker: Attacker | undefined;
    for (let made = 0; ;) {
      const next = await queue.next();
      if (next.done === true) break;
      attacker ??= await startAttacker(join(folder, `${number}-${made++}`), materials);
      const verdict = await attacker.ask(next.value);
      onVerdict?.(next.value, verdict);
      if (verdict.wrong.length > 0)
        faults.push({ question: next.value, what: verdict.what, wrong: verdict.wrong });
      if (attacker.retired()) {
        attacker.end();
        attacker = undefined;
      }
    }
    attacker?.end();
  }
  await Promise.all(Array.from({ length: processes }, (_, i) => work(i)));
  return faults;
}

interface Attacker {
  ask(question: Question): Promise<Verdict>;
  retired(): boolean;
  end(): void;
}

async function startAttacker(root: string, materials: string): Promise<Attacker> {
  await mkdir(join(root, 'tmp'), { recursive: true });
  const {
    XDG_CACHE_HOME: _cache,
    XDG_DATA_HOME: _data,
    XDG_CONFIG_HOME: _config,
    STORYFLOW_MODELS: _models,
    ...env
  } = process.env;
  const child = fork(join(import.meta.dirname, 'attacker.ts'), [root, materials], {
    env: { ...env, ...allocatorEnvironment, HOME: join(root, 'home'), TMPDIR: join(root, 'tmp') },
    execArgv: [...heapArguments],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr!.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-2000)));
  let asked = 0;
  let alive = true;
  let megabytes = 0;
  // One listener for its end: each input would add one more.
  const ended = once(child, 'exit').then(() => void (alive = false));

  return {
    async ask(question) {
      asked++;
      const watch = watchOver(child);
      const { answered, tried } = listenTo(child);
      child.send(question);
      const verdict = await Promise.race([answered, ended]);
      const { why, treeMegabytes } = watch.stop();
      if (verdict === undefined) {
        const words = why ?? `ended the process: ${complaints}`;
        return { what: tried(), wrong: [words], megabytes: treeMegabytes, seconds: 0 };
      }
      megabytes = verdict.megabytes;
      const most = Math.max(verdict.megabytes, treeMegabytes);
      const wrong =
        most > MEMORY_LIMIT_MB ? [...verdict.wrong, `took ${Math.round(most)} MB`] : verdict.wrong;
      return { ...verdict, wrong };
    },
    retired: () => !alive || asked >= RETIRE_AFTER || megabytes > RETIRE_ABOVE_MB,
    end: () => void child.kill('SIGKILL'),
  };
}

/** Until the next verdict. */
function listenTo(child: ChildProcess): { answered: Promise<Verdict>; tried: () => string } {
  let trying = 'an input that could not be made';
  const answered = new Promise<Verdict>((resolve) => {
    const listen = (message: Verdict | Trying) => {
      if ('trying' in message) trying = message.trying;
      else {
        child.off('message', listen);
        resolve(message);
      }
    };
    child.on('message', listen);
  });
  return { answered, tried: () => trying };
}

/** Ends a process that takes too long, or so much memory that others would suffer. */
function watchOver(child: ChildProcess): { stop(): { why: string | undefined; treeMegabytes: number } } {
  let why: string | undefined;
  let treeMegabytes = 0;
  const end = (reason: string) => {
    why ??= reason;
    child.kill('SIGKILL');
  };
  const late = setTimeout(() => end(`did not end within ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
  const look = setInterval(() => {
    if (!canMeasureMemory || child.pid === undefined) return;
    treeMegabytes = Math.max(treeMegabytes, treeMemory(child.pid) / 2 ** 20);
    if (treeMegabytes > 3 * MEMORY_LIMIT_MB) end(`took ${Math.round(treeMegabytes)} MB`);
  }, 250);
  return {
    stop() {
      clearTimeout(late);
      clearInterval(look);
      return { why, treeMegabytes };
    },
  };
}
