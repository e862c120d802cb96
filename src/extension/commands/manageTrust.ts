import * as vscode from 'vscode';
import type { Command } from './command.ts';

/** VS Code's own editor for it, where our view can offer it. */
export const manageTrust: Command = {
  name: 'manageTrust',
  async run() {
    await vscode.commands.executeCommand('workbench.trust.manage');
  },
};
