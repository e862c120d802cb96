import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import type { EngineEvent, ExportResult, Progress } from '../../engine/protocol.ts';
import { readStatus } from '../../engine/status/record.ts';
import type { Engine } from '../engine/engineClient.ts';
import type { ExportState } from '../preview/host.ts';
import { messageOf } from '../failures.ts';
import { jobsFlags, storyFlags, workspaceFlags } from '../settings.ts';
import type { StoryModel } from '../stories/storyModel.ts';
import { refusal, requireTrust } from '../trust.ts';

/** The exports of this window, and what is known of those that others made or are making. */
export interface Exports extends vscode.Disposable {
  state(storyFile: string): ExportState;
  /**
   * Exports a story; its files must be saved.
   *
   * @throws StoryFlowFailure as the engine's `export` does; ALREADY_RENDERING while this window exports it; in
   *   Restricted Mode as the engine's client does.
   */
  start(storyFile: string, options?: StartOptions): Promise<ExportResult>;
  cancel(storyFile: string): void;
  /** Reads the render record again: somebody may have written it. In Restricted Mode every story is a draft. */
  refresh(storyFile: string): Promise<void>;
  readonly onDidChange: vscode.Event<string>;
}

export interface StartOptions {
  signal?: AbortSignal;
  onEvent?: (event: EngineEvent) => void;
  /** False: nobody is there to be told of anything but this export. */
  tips?: boolean;
  /** Somebody is waiting to play it here. */
  preview?: boolean;
  /** Flags by which the user says where the video goes, and what may be replaced there. */
  place?: readonly string[];
}

interface Job {
  stop: AbortController;
  progress: Progress | undefined;
}

/** How often a foreign export is asked how far it is: a process that was killed does not tell. */
const pollMs = 1500;

export function createExports(engine: Engine, model: StoryModel): Exports {
  const jobs = new Map<string, Job>();
  const known = new Map<string, ExportState>();
  const polls = new Map<string, NodeJS.Timeout>();
  const changed = new vscode.EventEmitter<string>();

  const set = (storyFile: string, state: ExportState) => {
    const before = known.get(storyFile) ?? { status: 'DRAFT' };
    known.set(storyFile, state);
    if (JSON.stringify(before) !== JSON.stringify(state)) changed.fire(storyFile);
  };

  async function refresh(storyFile: string): Promise<void> {
    clearTimeout(polls.get(storyFile));
    polls.delete(storyFile);
    // What a folder brings along is not looked at before it is trusted: neither its record nor what that names.
    if (jobs.has(storyFile) || refusal() !== undefined) return;
    // A record that cannot be read now says nothing: what was known stays.
    const state = await recordedState(storyFile, model).catch(() => undefined);
    if (jobs.has(storyFile) || !state) return;
    set(storyFile, state);
    if (state.status === 'PROCESSING')
      polls.set(storyFile, setTimeout(() => void refresh(storyFile), pollMs).unref());
  }

  async function start(
    storyFile: string,
    { signal, onEvent, tips = true, preview = false, place = [] }: StartOptions = {},
  ): Promise<ExportResult> {
    requireTrust();
    if (jobs.has(storyFile)) throw alreadyRendering();
    const job: Job = { stop: new AbortController(), progress: undefined };
    const before = known.get(storyFile);
    const result = before && 'result' in before ? before.result : undefined;
    const show = () =>
      set(storyFile, {
        status: 'PROCESSING',
        progress: job.progress,
        canCancel: true,
        ...(result && { result }),
      });
    jobs.set(storyFile, job);
    show();
    let failure: unknown;
    try {
      const wishes = [...(tips ? [] : ['--no-tips']), ...(preview ? ['--preview'] : [])];
      const flags = [...storyFlags(storyFile), ...workspaceFlags(storyFile), ...jobsFlags()];
      const command = ['export', storyFile, ...flags, ...wishes, ...place];
      const done = await engine.run(command, {
        signal: signal ? AbortSignal.any([signal, job.stop.signal]) : job.stop.signal,
        onEvent(event) {
          if (event.event === 'progress') {
            job.progress = event.progress;
            show();
          }
          onEvent?.(event);
        },
      });
      return done as unknown as ExportResult;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      jobs.delete(storyFile);
      await refresh(storyFile);
      const reason = reasonOf(failure);
      if (reason !== undefined) set(storyFile, { status: 'FAILED', reason, ...(result && { result }) });
    }
  }

  return {
    state: (storyFile) => known.get(storyFile) ?? { status: 'DRAFT' },
    start,
    cancel: (storyFile) => jobs.get(storyFile)?.stop.abort(),
    refresh,
    onDidChange: changed.event,
    dispose() {
      for (const timer of polls.values()) clearTimeout(timer);
      changed.dispose();
    },
  };
}

async function recordedState(storyFile: string, model: StoryModel): Promise<ExportState | undefined> {
  const project = model.get(storyFile)?.project;
  if (!project) return undefined;
  const { status, progress, reason, result } = await readStatus(project);
  const last = result && { result };
  switch (status) {
    case 'DRAFT':
      return { status };
    case 'PROCESSING':
      return { status, progress: { seconds_left: null, ...progress }, canCancel: false, ...last };
    case 'COMPLETED':
      return result ? { status, result } : { status: 'DRAFT' };
    case 'FAILED':
      return { status, reason: reason ?? 'The last export failed.', ...last };
  }
}

/** A failure that the badge shows. What the story lacks shows as problems; a cancelled export is no failure. */
function reasonOf(failure: unknown): string | undefined {
  if (failure === undefined) return undefined;
  if (!(failure instanceof StoryFlowFailure)) return messageOf(failure);
  const quiet = ['CANCELLED', 'NOT_READY', 'ALREADY_RENDERING'].includes(failure.code);
  return quiet ? undefined : failure.message;
}

function alreadyRendering(): StoryFlowFailure {
  return new StoryFlowFailure(
    'ALREADY_RENDERING',
    'This story is being exported already. Wait for it to finish, or cancel it.',
  );
}
