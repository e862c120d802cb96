import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import type { Problem } from '../../engine/problem.ts';
import type { DiagnosticEvent, DoneEvent } from '../../engine/protocol.ts';
import type { Engine } from '../engine/engineClient.ts';
import { storyFlags, workspaceFlags } from '../settings.ts';
import { createDebouncer } from '../stories/debouncer.ts';
import type { StoryModel } from '../stories/storyModel.ts';

/** The engine's `check`: finds what needs ffmpeg, decoders or voices to be found. */
export interface Checks extends vscode.Disposable {
  /** Checks the saved files and reports to the model. @returns `done`, or undefined when the story is not ready. */
  check(storyFile: string, signal?: AbortSignal): Promise<DoneEvent | undefined>;
  /** Voices came or went: stories that have problems with theirs are checked again. */
  voicesChanged(): void;
}

const quietMs = 1500;

export function createChecks(engine: Engine, model: StoryModel): Checks {
  /** What the last check of a story found, and the story that it looked at. */
  const found = new Map<string, { problems: readonly Problem[]; project: string }>();

  async function check(storyFile: string, signal?: AbortSignal): Promise<DoneEvent | undefined> {
    const problems: Problem[] = [];
    const project = JSON.stringify(model.get(storyFile)?.project);
    try {
      return await engine.run(['check', storyFile, ...storyFlags(storyFile), ...workspaceFlags(storyFile)], {
        signal,
        onEvent: (event) => event.event === 'diagnostic' && problems.push(problemOf(event)),
      });
    } catch (error) {
      if (error instanceof StoryFlowFailure && error.code === 'NOT_READY') return undefined;
      throw error;
    } finally {
      found.set(storyFile, { problems, project });
      model.report(storyFile, problems);
    }
  }

  // What a check found stays true only until something changes: then it is asked again, while there is any of it.
  const again = createDebouncer(quietMs, async (storyFile) => {
    await check(storyFile).catch(() => undefined);
  });
  const following = model.onDidChange(({ file, project }) => {
    const last = found.get(file);
    if (!last || last.problems.length === 0 || !vscode.workspace.isTrusted) return;
    if (last.project !== JSON.stringify(project)) again.trigger(file);
  });
  return {
    check,
    voicesChanged() {
      for (const { file, problems } of model.stories())
        if (problems.some(({ code }) => code.startsWith('voice-'))) again.trigger(file);
    },
    dispose() {
      again.dispose();
      following.dispose();
    },
  };
}

export function problemOf(event: DiagnosticEvent): Problem {
  return {
    severity: event.severity,
    code: event.code,
    message: event.message,
    ...(event.file !== null && { file: event.file }),
    ...(event.range !== null && { range: event.range }),
    ...(event.segment_id !== null && { segmentId: event.segment_id }),
    ...(event.suggestion !== null && { suggestion: event.suggestion }),
  };
}
