import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import { projectOf } from '../stories/storyModel.ts';
import type { Command } from './command.ts';
import { resultOf } from './openOutputFolder.ts';
import { storyTarget } from './target.ts';

/** Copies the exported video to where the user says. */
export const saveCopy: Command = {
  name: 'saveCopy',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return;
    const result = resultOf(services.exports.state(storyFile));
    if (!result) throw new StoryFlowFailure('FAILED', 'This story has not been exported yet.');
    const { title } = await projectOf(services.model, storyFile);
    const uri = await vscode.window.showSaveDialog({
      title: 'Save a Copy of the Video',
      defaultUri: vscode.Uri.file(join(dirname(storyFile), `${fileName(title)}.mp4`)),
      filters: { Video: ['mp4'] },
    });
    if (!uri) return;
    await vscode.workspace.fs.copy(vscode.Uri.file(result.output_path), uri, { overwrite: true });
    void vscode.window.showInformationMessage(`Saved ${basename(uri.fsPath)}.`);
  },
};

/** A title as a file name on every system. */
function fileName(title: string): string {
  return title.replace(/[<>:"/\\|?*\u0000-\u001f]/g, '').trim() || 'story';
}
