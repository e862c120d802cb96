import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { createDebouncer } from '../stories/debouncer.ts';
import type { StoryModel } from '../stories/storyModel.ts';
import type { Exports } from './exports.ts';

/** Follows render records: an export may run in a terminal or in another window, or have ended while none was open. */
export function watchRecords(model: StoryModel, exports: Exports): vscode.Disposable {
  const refreshing = createDebouncer(100, (storyFile) => exports.refresh(storyFile));
  const records = vscode.workspace.createFileSystemWatcher('**/.storyflow/*/{render.json,export.lock}');
  const seen = new Set<string>();
  const touched = (uri: vscode.Uri) => {
    const folder = dirname(uri.fsPath);
    for (const { file, project } of model.stories()) {
      if (project?.workFolder === folder) refreshing.trigger(file);
    }
  };
  return vscode.Disposable.from(
    refreshing,
    records,
    records.onDidCreate(touched),
    records.onDidChange(touched),
    records.onDidDelete(touched),
    model.onDidChange(({ file, project }) => {
      if (!project || seen.has(file)) return;
      seen.add(file);
      refreshing.trigger(file);
    }),
  );
}
