import type { Command } from 'commander';
import type { EngineEvent } from '../protocol.ts';

/** The surroundings of a run: real ones in `main.ts`, small ones in tests. */
export interface Host {
  stdout: Sink;
  stderr: Sink;
  env: NodeJS.ProcessEnv;
  /** Folder that relative paths start from. */
  cwd: string;
  /** Aborted by SIGINT, SIGTERM or the parent's end. */
  signal: AbortSignal;
}

export interface Sink {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export interface CommandRun {
  /** Without its sinks: what a command has to say it answers or reports. */
  host: Omit<Host, 'stdout' | 'stderr'>;
  report(event: EngineEvent): void;
}

/** What a command answers: fields of the `done` event, and the same for a person. */
export interface Answer {
  fields: Record<string, unknown>;
  text: string;
}

/** Runs an action between `hello` and `done` or `failed`. */
export type Execute = (
  name: string,
  options: { json?: boolean },
  action: (run: CommandRun) => Promise<Answer>,
) => Promise<void>;

/** Each file of this folder that is named after a command exports one of these. */
export type AddCommand = (program: Command, execute: Execute) => void;
