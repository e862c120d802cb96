import * as vscode from 'vscode';
import type { Exports } from './exports/exports.ts';
import type { StoryModel } from './stories/storyModel.ts';

/** Tells menus and welcome texts how things stand. */
export function registerContextKeys(model: StoryModel, exports: Exports): vscode.Disposable {
  const last = new Map<string, string>();
  const set = (key: string, value: unknown) => {
    const text = JSON.stringify(value);
    if (last.get(key) === text) return;
    last.set(key, text);
    void vscode.commands.executeCommand('setContext', `storyflow.${key}`, value);
  };
  const stories = () => {
    const files = model.stories().map(({ file }) => file);
    set('searched', true);
    set('hasStories', files.length > 0);
    set('storyFiles', Object.fromEntries(files.map((file) => [file, true])));
  };
  const exporting = () => {
    const running = model.stories().filter(({ file }) => exports.state(file).status === 'PROCESSING');
    set('exporting', running.length > 0);
    set('exportingFiles', Object.fromEntries(running.map(({ file }) => [file, true])));
  };
  // Not VS Code's own key for trust: that one has been seen to lag behind.
  const trust = () => set('restricted', !vscode.workspace.isTrusted);
  trust();
  return vscode.Disposable.from(
    model.onDidChangeList(stories),
    exports.onDidChange(exporting),
    vscode.workspace.onDidGrantWorkspaceTrust(trust),
  );
}
