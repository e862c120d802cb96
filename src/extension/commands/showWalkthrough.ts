import * as vscode from 'vscode';
import type { Command } from './command.ts';

export const showWalkthrough: Command = {
  name: 'showWalkthrough',
  async run({ context }) {
    const category = `${context.extension.id}#start`;
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', category, false);
  },
};
