import * as vscode from 'vscode';
import { setSegmentPicture } from '../../engine/story/sidecarEdit.ts';
import type { Problem } from '../../engine/problem.ts';
import { currentText } from '../stories/edits.ts';
import { smallestChange } from '../stories/smallestChange.ts';
import type { Story } from '../stories/storyModel.ts';
import { shownLabel } from '../ui/shown.ts';
import { replacement } from './replacement.ts';

/** Fixes where there is one right answer. */
export async function fixesFor(
  problem: Problem,
  story: Story,
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<vscode.CodeAction[]> {
  const fixes: vscode.CodeAction[] = [];
  // Without a place of its own a problem is shown at the whole paragraph, which is not what is to be changed.
  if (problem.range) {
    if (problem.suggestion !== undefined) fixes.push(takeSuggestion(problem.suggestion, document, range));
    if (problem.code === 'picture-missing' || problem.code === 'picture-remote')
      fixes.push(await removePicture(problem, story, document, range));
  }
  if (problem.code.startsWith('picture-') && problem.segmentId !== undefined)
    fixes.push(
      run('Choose a picture…', 'pickPicture', { storyFile: story.file, segmentId: problem.segmentId }),
    );
  if (problem.code === 'voice-model-missing')
    fixes.push(run('Download the voice model…', 'downloadVoiceModel'));
  if (problem.code.startsWith('voice-')) fixes.push(run('Choose another voice…', 'chooseVoice', story.file));
  if (problem.code === 'picture-unassigned' && story.project?.hasSidecar === false)
    fixes.push(run('Create a sidecar, to name the pictures in', 'createSidecar', story.file));
  return fixes;
}

function quickFix(title: string): vscode.CodeAction {
  return new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
}

function takeSuggestion(
  suggestion: string,
  document: vscode.TextDocument,
  range: vscode.Range,
): vscode.CodeAction {
  const fix = quickFix(shownLabel(`Change to "${suggestion}"`));
  fix.isPreferred = true;
  fix.edit = new vscode.WorkspaceEdit();
  fix.edit.replace(document.uri, range, replacement(document.getText(range), suggestion));
  return fix;
}

async function removePicture(
  problem: Problem,
  story: Story,
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<vscode.CodeAction> {
  const fix = quickFix('Remove the dead picture');
  fix.edit = new vscode.WorkspaceEdit();
  const { project } = story;
  if (project && document.uri.fsPath === project.sidecarFile && problem.segmentId !== undefined) {
    const before = (await currentText(project.sidecarFile)) ?? '';
    const change = smallestChange(before, setSegmentPicture(before, project, problem.segmentId, undefined));
    if (change)
      fix.edit.replace(
        document.uri,
        new vscode.Range(document.positionAt(change.start), document.positionAt(change.end)),
        change.text,
      );
  } else {
    fix.edit.delete(document.uri, range);
  }
  return fix;
}

/** Runs one of our commands. */
function run(title: string, command: string, ...target: unknown[]): vscode.CodeAction {
  const fix = quickFix(title);
  fix.command = { command: `storyflow.${command}`, title, arguments: target };
  return fix;
}
