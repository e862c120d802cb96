import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { projectOf } from '../stories/storyModel.ts';
import { showInformation } from '../ui/notices.ts';
import type { Command } from './command.ts';
import { exportedVideo, requireVideo } from './exportedVideo.ts';
import { storyTarget } from './target.ts';
import { videoFileName } from './videoFileName.ts';

/** Copies the exported video to where the user says. */
export const saveCopy: Command = {
  name: 'saveCopy',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return;
    const video = await exportedVideo(services.exports, storyFile);
    const { title } = await projectOf(services.model, storyFile);
    const uri = await vscode.window.showSaveDialog({
      title: 'Save a Copy of the Video',
      defaultUri: vscode.Uri.file(join(dirname(storyFile), videoFileName(title))),
      filters: { Video: ['mp4'] },
    });
    if (!uri) return;
    // The dialog may have been open for long.
    await requireVideo(video);
    await vscode.workspace.fs.copy(vscode.Uri.file(video), uri, { overwrite: true });
    void showInformation(`Saved ${basename(uri.fsPath)}.`);
  },
};
