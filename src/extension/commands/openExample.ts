import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import type { Command } from './command.ts';

const example = 'examples/the-wind-and-the-sun';

/** Copies the example to a folder of the user's, where it may be changed, and opens it. */
export const openExample: Command = {
  name: 'openExample',
  async run({ context, model }) {
    const [folder] =
      (await vscode.window.showOpenDialog({
        title: 'Where shall the example be copied to?',
        openLabel: 'Copy Here',
        canSelectFolders: true,
        canSelectFiles: false,
        defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
      })) ?? [];
    if (!folder) return;
    const target = freeFolder(folder.fsPath);
    await cp(context.asAbsolutePath(example), target, {
      recursive: true,
      filter: (source) =>
        !/[\\/](\.storyflow|output)([\\/]|$)/.test(source.slice(context.extensionPath.length)),
    }).catch((cause: unknown) => {
      throw new StoryFlowFailure('FAILED', `The example cannot be copied to ${target}.`, { cause });
    });
    const inWorkspace = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(target)) !== undefined;
    if (!inWorkspace) return vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(target));
    await model.search();
    const story = model.stories().find(({ file }) => file.startsWith(target));
    if (story) await vscode.window.showTextDocument(vscode.Uri.file(story.file));
  },
};

function freeFolder(parent: string): string {
  for (let number = 1; ; number++) {
    const candidate = join(parent, number === 1 ? 'storyflow-example' : `storyflow-example-${number}`);
    if (!existsSync(candidate)) return candidate;
  }
}
