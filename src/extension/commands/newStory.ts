import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { storyExtensions } from '../../engine/story/storyPaths.ts';
import type { Command } from './command.ts';

const beginning = (title: string) => `# ${title}

Write here what the narrator says. Every paragraph is one segment of the video, with a picture of its own.

Put your pictures into the folder "images": they go to the paragraphs in order.
`;

/** Writes a first story, with a folder for its pictures, and opens it. */
export const newStory: Command = {
  name: 'newStory',
  async run({ model }) {
    const folder = currentFolder();
    const uri = await vscode.window.showSaveDialog({
      title: 'New Story',
      saveLabel: 'Create Story',
      defaultUri: folder && vscode.Uri.joinPath(folder, 'My story.md'),
      filters: { Stories: storyExtensions.map((extension) => extension.slice(1)) },
    });
    if (!uri) return;
    const title = uri.path
      .split('/')
      .at(-1)!
      .replace(/\.[^.]+$/, '');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(beginning(title)));
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(join(dirname(uri.fsPath), 'images')));
    await vscode.window.showTextDocument(uri);
    await model.search();
  },
};

/** The workspace folder of the active editor, else the first. */
function currentFolder(): vscode.Uri | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder = active && vscode.workspace.getWorkspaceFolder(active);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}
