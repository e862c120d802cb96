import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseEngineEvent, type EngineEvent } from '../../../src/engine/protocol.ts';

const built = join(import.meta.dirname, '../../../dist/storyflow.js');
/** In the environment of the engine and of all that it starts. */
const MARK = 'STORYFLOW_ATTACK_MARK';

export interface Engine {
  child: ChildProcess;
  /** All that its own and its children's environments carry. */
  mark: string;
  events: EngineEvent[];
  output(): string;
  /** Resolves when it has ended and its output is read. */
  ended: Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts the built program, as a person would. */
export function startEngine(
  argv: readonly string[],
  {
    env = {},
    stdin = 'ignore',
    cwd,
  }: { env?: NodeJS.ProcessEnv; stdin?: 'ignore' | 'pipe'; cwd?: string } = {},
): Engine {
  const mark = randomUUID();
  const stdio: StdioOptions = [stdin, 'pipe', 'pipe'];
  const child = spawn(process.execPath, [built, ...argv], {
    env: { ...process.env, ...env, [MARK]: mark },
    stdio,
    cwd,
  });
  const events: EngineEvent[] = [];
  let output = '';
  let line = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    const lines = (line + chunk.toString()).split('\n');
    line = lines.pop()!;
    events.push(...lines.flatMap((text) => parseEngineEvent(text) ?? []));
  });
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([exitCode, signal]) => ({
    exitCode: exitCode as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return { child, mark, events, output: () => output, ended };
}

/** Waits until nothing runs any more that carries the mark. @returns What still does, in words. */
export async function survivors(mark: string, seconds = 10): Promise<string[]> {
  const giveUp = Date.now() + seconds * 1000;
  for (;;) {
    const found = await marked(mark);
    if (found.length === 0 || Date.now() > giveUp)
      return found.map(({ pid, command }) => `${pid} ${command}`);
    await delay(50);
  }
}

/** Linux only; elsewhere nobody can be asked. */
export async function marked(mark: string): Promise<{ pid: number; command: string }[]> {
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      if (!/^\d+$/.test(name)) return [];
      const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
      if (!environment.includes(mark)) return [];
      const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
      return command === ''
        ? []
        : [{ pid: Number(name), command: command.replaceAll('\0', ' ').slice(0, 200) }];
    }),
  );
  return found.flat();
}
