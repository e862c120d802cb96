import * as vscode from 'vscode';
import { StoryFlowFailure } from '../engine/failure.ts';
import { printableLines } from '../engine/printable.ts';
import { showError } from './ui/notices.ts';

/** The full story goes to the log, once; the user sees one short notice with a button. Cancelling is no failure. */
export function showFailure(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof StoryFlowFailure && error.code === 'CANCELLED') return;
  const remedies: Record<string, () => unknown> = {};
  if (isRefusal(error)) {
    log.info(error.message);
    remedies['Manage Workspace Trust'] = () => vscode.commands.executeCommand('workbench.trust.manage');
  } else {
    logFailure(error, log);
    remedies['Show Log'] = () => log.show(true);
  }
  const setting = settingToMend(error);
  if (setting !== undefined)
    remedies['Open Settings'] = () =>
      vscode.commands.executeCommand('workbench.action.openSettings', setting);
  void showError(messageOf(error), ...Object.keys(remedies)).then((button) => {
    if (button !== undefined) remedies[button]?.();
  });
}

/** Nothing has failed: the workspace is not trusted. */
function isRefusal(error: unknown): error is StoryFlowFailure {
  return error instanceof StoryFlowFailure && error.details['restricted'] === true;
}

export function logFailure(error: unknown, log: vscode.LogOutputChannel): void {
  const story = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const details = error instanceof StoryFlowFailure ? Object.entries(error.details) : [];
  const lines = details.map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)}`,
  );
  log.error(printableLines([story, ...lines].join('\n')));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The setting that may be what has to be changed. */
function settingToMend(error: unknown): string | undefined {
  if (!(error instanceof StoryFlowFailure)) return undefined;
  if (error.code === 'TOOL_MISSING') return 'storyflow.ffmpegPath';
  return error.details['model'] === undefined ? undefined : 'storyflow.model';
}
