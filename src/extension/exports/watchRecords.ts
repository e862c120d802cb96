import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../../engine/story/project.ts';
import { createDebouncer } from '../stories/debouncer.ts';
import { isWithin, type StoryModel } from '../stories/storyModel.ts';
import type { Exports } from './exports.ts';

/** Follows render records: an export may run in a terminal or in another window, or have ended while none was open. */
export function watchRecords(model: StoryModel, exports: Exports): vscode.Disposable {
  const refreshing = createDebouncer(100, (storyFile) => exports.refresh(storyFile));
  const records = vscode.workspace.createFileSystemWatcher('**/.storyflow/*/{render.json,export.lock}');
  // The video, or a folder with a record or a video in it: a deleted folder is one event, whatever was in it.
  const deletions = vscode.workspace.createFileSystemWatcher('**/*', true, true);
  const seen = new Set<string>();
  const refreshWhere = (concerns: (project: Project) => boolean) => {
    for (const { file, project } of model.stories())
      if (project && concerns(project)) refreshing.trigger(file);
  };
  const touched = ({ fsPath }: vscode.Uri) =>
    refreshWhere(({ workFolder }) => workFolder === dirname(fsPath));
  return vscode.Disposable.from(
    refreshing,
    records,
    records.onDidCreate(touched),
    records.onDidChange(touched),
    records.onDidDelete(touched),
    deletions,
    deletions.onDidDelete(({ fsPath }) =>
      refreshWhere(
        ({ workFolder, outputFile }) => isWithin(workFolder, fsPath) || isWithin(outputFile, fsPath),
      ),
    ),
    model.onDidChange(({ file, project }) => {
      if (!project || seen.has(file)) return;
      seen.add(file);
      refreshing.trigger(file);
    }),
  );
}
