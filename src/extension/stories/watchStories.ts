import { dirname, extname, sep } from 'node:path';
import * as vscode from 'vscode';
import { createDebouncer } from './debouncer.ts';
import { storyExtensions, storyPaths } from '../../engine/story/storyPaths.ts';
import { isWithin, type StoryModel } from './storyModel.ts';

/** Keeps the model current: unsaved edits, files that come, change and go, settings, folders. */
export function watchStories(model: StoryModel): vscode.Disposable {
  const searching = createDebouncer(300, () => model.search());
  const search = () => searching.trigger('');
  const all = () => model.reload(model.stories().map((story) => story.file));
  const edited = (document: vscode.TextDocument) => {
    if (document.uri.scheme === 'file') model.reload(storiesOf(document.uri.fsPath, model));
  };
  const files = vscode.workspace.createFileSystemWatcher('**/*');
  const cameOrWent = (uri: vscode.Uri) => {
    if (isOurOwn(uri.fsPath)) return;
    if (decidesWhatIsAStory(uri.fsPath)) search();
    model.reload(affectedBy(uri.fsPath, model));
  };
  return vscode.Disposable.from(
    searching,
    files,
    files.onDidCreate(cameOrWent),
    files.onDidDelete(cameOrWent),
    files.onDidChange((uri) => {
      if (!isOurOwn(uri.fsPath)) model.reload(affectedBy(uri.fsPath, model));
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => edited(document)),
    vscode.workspace.onDidCloseTextDocument(edited),
    vscode.workspace.onDidChangeWorkspaceFolders(search),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('storyflow')) all();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(all),
    // Watchers miss what appears in folders that have just been made: whoever comes back from copying sees it all.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) all();
    }),
  );
}

/** Working folders, results and what other tools keep: nothing there changes a story. */
function isOurOwn(file: string): boolean {
  return file.split(sep).some((part) => part === '.storyflow' || part === 'node_modules' || part === '.git');
}

/** Texts and sidecars; names without an extension are folders that may hold some. */
function decidesWhatIsAStory(file: string): boolean {
  return isText(file) || extname(file) === '';
}

function isText(file: string): boolean {
  return [...storyExtensions, '.yaml'].includes(extname(file).toLowerCase());
}

/** Stories that a document belongs to: the story's text, its sidecar, or the folder-wide settings. */
function storiesOf(file: string, model: StoryModel): string[] {
  return model
    .stories()
    .map((story) => story.file)
    .filter((story) => {
      const { sidecarFile, folderSettingsFile } = storyPaths(story);
      return file === story || file === sidecarFile || file === folderSettingsFile;
    });
}

/** Pictures, recordings and folders below a story's folder may be its own. */
function affectedBy(file: string, model: StoryModel): string[] {
  if (isText(file)) return storiesOf(file, model);
  return model
    .stories()
    .map((story) => story.file)
    .filter((story) => isWithin(file, dirname(story)) || isWithin(story, file));
}
