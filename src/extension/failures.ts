import * as vscode from 'vscode';
import { StoryFlowFailure } from '../engine/failure.ts';

/** The full story goes to the log, once; the user sees one short notice with a button. Cancelling is no failure. */
export function showFailure(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof StoryFlowFailure && error.code === 'CANCELLED') return;
  logFailure(error, log);
  const buttons = ['Show Log', ...(isToolMissing(error) ? ['Open Settings'] : [])];
  void vscode.window.showErrorMessage(messageOf(error), ...buttons).then((button) => {
    if (button === 'Show Log') log.show(true);
    if (button === 'Open Settings')
      void vscode.commands.executeCommand('workbench.action.openSettings', 'storyflow.ffmpegPath');
  });
}

export function logFailure(error: unknown, log: vscode.LogOutputChannel): void {
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (!(error instanceof StoryFlowFailure)) return;
  for (const [name, value] of Object.entries(error.details))
    log.error(`${name}: ${typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)}`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isToolMissing(error: unknown): boolean {
  return error instanceof StoryFlowFailure && error.code === 'TOOL_MISSING';
}
