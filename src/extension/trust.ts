import * as vscode from 'vscode';
import { restricted } from './engine/engineClient.ts';

/**
 * In Restricted Mode stories are read and shown, and nothing else happens: no process is started, nothing is written
 * or deleted but what the user edits in VS Code, and nothing is looked at that files of the workspace merely name.
 *
 * @returns Why, in a sentence; undefined in a trusted workspace.
 */
export function refusal(): string | undefined {
  if (vscode.workspace.isTrusted) return undefined;
  return 'This workspace is in Restricted Mode. Trust it to see pictures and waveforms, to export, to narrate and to use voice models: all of these start programs.';
}

/** @throws StoryFlowFailure in Restricted Mode. */
export function requireTrust(): void {
  const reason = refusal();
  if (reason !== undefined) throw restricted(reason);
}
