import { unwatchFile, watchFile, type Stats } from 'node:fs';
import * as vscode from 'vscode';
import { outputPlace } from '../../engine/output/outputPlace.ts';
import { unusableName } from '../../engine/output/outputProblems.ts';
import { recordFile } from '../../engine/status/record.ts';
import type { Project } from '../../engine/story/project.ts';
import type { StoryAssets } from '../stories/assets.ts';
import { createDebouncer } from '../stories/debouncer.ts';
import type { Story, StoryModel } from '../stories/storyModel.ts';
import { refusal } from '../trust.ts';
import type { Exports } from './exports.ts';

const lookEveryMs = 1500;

/**
 * Follows render records and videos: an export may run in a terminal or in another window, or have ended while none was
 * open, and both files may be deleted. So may the working folder: then thumbnails are made again. They are looked at
 * instead of watched: a watcher of the workspace misses what appears in a folder that has just been made, and for that
 * folder everything to come. Nothing is looked at in Restricted Mode: when trust is granted the stories are read again.
 */
export function watchRecords(model: StoryModel, exports: Exports, assets: StoryAssets): vscode.Disposable {
  const refreshing = createDebouncer(100, (storyFile) => exports.refresh(storyFile));
  const watched = new Map<string, vscode.Disposable>();

  const follow = ({ file, project }: Story) => {
    if (!project || watched.has(file) || refusal() !== undefined) return;
    const changed = () => refreshing.trigger(file);
    const { workFolder, outputFile } = project;
    const watching = [
      look(recordFile(workFolder), changed),
      ...(canBeLookedAt(project) ? [look(outputFile, changed)] : []),
      look(workFolder, (now, before) => {
        const lost = before.nlink > 0 && now.ino !== before.ino;
        if (lost) assets.remake(file);
      }),
    ];
    watched.set(file, vscode.Disposable.from(...watching));
    changed();
  };
  const forgetGone = () => {
    for (const [file, watching] of watched) {
      if (model.get(file)) continue;
      watching.dispose();
      watched.delete(file);
    }
  };
  return vscode.Disposable.from(refreshing, model.onDidChange(follow), model.onDidChangeList(forgetGone), {
    dispose: () => watched.forEach((watching) => void watching.dispose()),
  });
}

/** Looking at a place on the network tells its server who asks: no file of a story may have that done. */
function canBeLookedAt(project: Project): boolean {
  const { uri } = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project.storyFile)) ?? {};
  return unusableName(outputPlace(project, { workspace: uri?.fsPath })) === undefined;
}

/** `changed` is told how the file is now, and how it was before: all is 0 of what is not there. */
function look(file: string, changed: (now: Stats, before: Stats) => void): vscode.Disposable {
  watchFile(file, { interval: lookEveryMs, persistent: false }, changed);
  return { dispose: () => unwatchFile(file, changed) };
}
