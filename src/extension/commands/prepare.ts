import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import { storyPaths } from '../../engine/story/storyPaths.ts';
import { saveFiles } from '../stories/edits.ts';

/** Why nothing may be started here, in a sentence; undefined in a trusted workspace. */
export function refusal(): string | undefined {
  if (vscode.workspace.isTrusted) return undefined;
  return 'This workspace is in Restricted Mode. Trust it to export, to narrate and to use voice models: all of these start programs.';
}

/** @throws StoryFlowFailure in Restricted Mode. */
export function requireTrust(): void {
  const reason = refusal();
  if (reason !== undefined) throw new StoryFlowFailure('FAILED', reason, { details: { restricted: true } });
}

/**
 * What the engine is about to read must be what the writer sees.
 *
 * @throws StoryFlowFailure in Restricted Mode, or when a file cannot be saved.
 */
export async function prepareEngine(storyFile: string): Promise<void> {
  requireTrust();
  const { sidecarFile, folderSettingsFile } = storyPaths(storyFile);
  await saveFiles([storyFile, sidecarFile, folderSettingsFile]);
}
