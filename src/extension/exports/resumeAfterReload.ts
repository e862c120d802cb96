import * as vscode from 'vscode';
import type { StoryModel } from '../stories/storyModel.ts';
import type { Exports } from './exports.ts';

/** An engine never outlives its window, so a reload ends it. What it finished is kept: the new window goes on. */
export interface Resuming extends vscode.Disposable {
  /** The window is closing: what ends now was not ended by the user. */
  windowCloses(): void;
}

const key = 'storyflow.exporting';
/** Later it is no reload: somebody opens the folder again and may have other plans. */
const reloadMs = 60_000;
const noteEveryMs = 5000;

export function resumeAfterReload(
  memento: vscode.Memento,
  model: StoryModel,
  exports: Exports,
  resume: (storyFile: string) => void,
): Resuming {
  const running = new Map<string, number>();
  let closing = false;
  const interrupted = new Set(
    Object.entries(memento.get<Record<string, number>>(key, {}))
      .filter(([, seen]) => Date.now() - seen < reloadMs)
      .map(([storyFile]) => storyFile),
  );

  const note = (storyFile: string) => {
    if (closing) return;
    const state = exports.state(storyFile);
    const ours = state.status === 'PROCESSING' && state.canCancel;
    if (ours ? Date.now() - (running.get(storyFile) ?? 0) < noteEveryMs : !running.has(storyFile)) return;
    if (ours) running.set(storyFile, Date.now());
    else running.delete(storyFile);
    void memento.update(key, Object.fromEntries(running));
  };

  const following = vscode.Disposable.from(
    exports.onDidChange((storyFile) => note(storyFile)),
    model.onDidChange(({ file, project }) => {
      if (!project || !vscode.workspace.isTrusted || !interrupted.delete(file)) return;
      void whenFree(file, exports).then((free) => {
        if (free) resume(file);
      });
    }),
  );
  return {
    windowCloses() {
      closing = true;
    },
    dispose() {
      following.dispose();
    },
  };
}

/** The engine of the old window may still be tidying up. */
async function whenFree(storyFile: string, exports: Exports): Promise<boolean> {
  for (let attempt = 0; attempt < 40; attempt++) {
    await exports.refresh(storyFile);
    if (exports.state(storyFile).status !== 'PROCESSING') return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
