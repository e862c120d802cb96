import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';

/** Shows a file in the system's file manager, or in the Explorer when the files are on another machine. */
export async function revealFile(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (!there) throw new StoryFlowFailure('FAILED', `${file} is no longer there. Export the story again.`);
  const far = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  await vscode.commands.executeCommand(far ? 'revealInExplorer' : 'revealFileInOS', vscode.Uri.file(file));
}
