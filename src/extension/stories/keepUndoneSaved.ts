import * as vscode from 'vscode';
import { storyPaths } from '../../engine/story/storyPaths.ts';
import { storyOfSidecar, type StoryModel } from './storyModel.ts';

/** What one step changes in two files comes as two events, one soon after the other. */
const togetherMs = 200;

/**
 * A step that changed and saved story and sidecar together (a moved segment) is saved as well when it is undone or done
 * again: otherwise the sidecar would be left unsaved in a tab that the writer never opened. Only where both files were
 * saved before; a step back in one file alone stays unsaved, as always.
 */
export function keepUndoneSaved(model: StoryModel): vscode.Disposable {
  const savedVersions = new Map<string, number>();
  /** Files that undo or redo has just changed from their saved state. */
  const steppedBack = new Map<string, vscode.TextDocument>();
  let timer: NodeJS.Timeout | undefined;

  const saveTogether = async () => {
    const documents = new Map(steppedBack);
    steppedBack.clear();
    for (const [file, story] of documents) {
      const sidecar = documents.get(storyPaths(file).sidecarFile);
      if (!sidecar || !model.get(file)) continue;
      await Promise.all([story.save(), sidecar.save()]);
    }
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidSaveTextDocument(({ uri, version }) => savedVersions.set(uri.fsPath, version)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => savedVersions.delete(uri.fsPath)),
    vscode.workspace.onDidChangeTextDocument(({ document, reason, contentChanges }) => {
      const file = document.uri.fsPath;
      if (reason === undefined || contentChanges.length === 0 || document.uri.scheme !== 'file') return;
      if (!model.get(file) && storyOfSidecar(model, file) === undefined) return;
      if (savedVersions.get(file) !== document.version - 1) return;
      steppedBack.set(file, document);
      clearTimeout(timer);
      timer = setTimeout(() => void saveTogether(), togetherMs);
    }),
    { dispose: () => clearTimeout(timer) },
  );
}
