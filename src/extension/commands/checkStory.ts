import * as vscode from 'vscode';
import { projectOf } from '../stories/storyModel.ts';
import { showInformation, showWarning } from '../ui/notices.ts';
import type { Command } from './command.ts';
import { prepareEngine } from './prepare.ts';
import { storyTarget } from './target.ts';
import { withEngineProgress } from './withEngineProgress.ts';

/** Finds everything that stands between a story and its video. */
export const checkStory: Command = {
  name: 'checkStory',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return undefined;
    await prepareEngine(storyFile);
    const { title } = await projectOf(services.model, storyFile);
    const done = await withEngineProgress(`Checking “${title}”`, (signal) =>
      services.checks.check(storyFile, signal),
    );
    if (done) {
      void showInformation(`“${title}” is ready to export.`);
      return true;
    }
    void showWarning(`“${title}” is not ready to export.`, 'Show Problems').then(
      (button) => button && vscode.commands.executeCommand('workbench.actions.view.problems'),
    );
    return false;
  },
};
