import * as vscode from 'vscode';
import type { Segment } from '../../engine/story/project.ts';
import type { SegmentSelection } from '../preview/host.ts';
import { toRange } from './ranges.ts';
import type { Selection } from './selection.ts';
import type { StoryModel } from './storyModel.ts';

/** The cursor's paragraph is the selected segment; the selected segment's paragraph comes into view. */
export function connectEditors(model: StoryModel, selection: Selection): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      // Typing in another editor of the same group, or our own reveal: only the active editor's cursor speaks.
      if (textEditor !== vscode.window.activeTextEditor || !selections[0]) return;
      const story = model.get(textEditor.document.uri.fsPath);
      const segment = story?.project && segmentAt(story.project.segments, selections[0].active.line);
      if (segment) selection.set({ storyFile: story.file, segmentId: segment.id }, 'editor');
    }),
    selection.onDidChange(({ selection: selected, source }) => {
      if (!selected || source === 'editor') return;
      // The tree is a table of contents: it opens the story. The preview only moves an editor that is there.
      if (source === 'preview') revealIfVisible(selected, model);
      else void openSegment(selected, model, { preserveFocus: true });
    }),
  );
}

export function segmentAt(segments: readonly Segment[], line: number): Segment | undefined {
  return segments.find(({ range }) => range.start.line <= line && line <= range.end.line);
}

/** Shows the paragraph in an editor, with the cursor at its beginning. */
export async function openSegment(
  selected: SegmentSelection,
  model: StoryModel,
  options: { preserveFocus: boolean },
): Promise<void> {
  const range = rangeOf(selected, model);
  const uri = vscode.Uri.file(selected.storyFile);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.fsPath === uri.fsPath);
  const editor = await vscode.window.showTextDocument(uri, {
    ...options,
    viewColumn: shown?.viewColumn,
    preview: false,
  });
  if (range) show(editor, range);
}

function revealIfVisible(selected: SegmentSelection, model: StoryModel): void {
  const range = rangeOf(selected, model);
  for (const editor of vscode.window.visibleTextEditors) {
    if (range && editor.document.uri.fsPath === selected.storyFile) show(editor, range);
  }
}

function show(editor: vscode.TextEditor, range: vscode.Range): void {
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function rangeOf({ storyFile, segmentId }: SegmentSelection, model: StoryModel): vscode.Range | undefined {
  const segment = model.get(storyFile)?.segments.get(segmentId);
  return segment && toRange(segment.range);
}
