import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import { storyExtensions } from '../../engine/story/storyPaths.ts';
import type { SegmentSelection } from '../preview/host.ts';
import type { Services } from '../services.ts';
import { segmentAt } from '../stories/editorSelection.ts';
import { projectOf, storyOfSidecar, type Story } from '../stories/storyModel.ts';
import { excerptOf } from '../tree/excerpt.ts';
import { shownLabel } from '../ui/shown.ts';

/**
 * The story that a command is about: the one it was called on, else the one in the active editor, else the selected
 * one, else the only one, else the one that the user picks. Undefined when the user picks none.
 */
export async function storyTarget(services: Services, target: unknown): Promise<string | undefined> {
  const named = fileOf(target);
  if (named !== undefined) return storyOfSidecar(services.model, named) ?? named;
  const { model, selection, tree } = services;
  const active = vscode.window.activeTextEditor?.document.uri.fsPath;
  const inEditor = active && (model.get(active)?.file ?? storyOfSidecar(model, active));
  if (inEditor) return inEditor;
  const selected = tree.selection[0]?.storyFile ?? selection.get()?.storyFile;
  if (selected !== undefined && model.get(selected)) return selected;
  return onlyStory(services);
}

/** The segment that a command is about, found in the same way. */
export async function segmentTarget(
  services: Services,
  target: unknown,
): Promise<SegmentSelection | undefined> {
  if (isSegment(target)) return { storyFile: target.storyFile, segmentId: target.segmentId };
  const { model, selection } = services;
  const editor = vscode.window.activeTextEditor;
  const story = editor && model.get(editor.document.uri.fsPath);
  const here = editor && story?.project && segmentAt(story.project.segments, editor.selection.active.line);
  if (here) return { storyFile: story.file, segmentId: here.id };
  const selected = selection.get();
  if (selected && model.get(selected.storyFile)?.segments.has(selected.segmentId)) return selected;
  const storyFile = await storyTarget(services, target);
  return storyFile === undefined ? undefined : pickSegment(services, storyFile);
}

function fileOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (target instanceof vscode.Uri) return target.fsPath;
  if (typeof target === 'object' && target !== null && 'storyFile' in target) return String(target.storyFile);
  return undefined;
}

function isSegment(target: unknown): target is SegmentSelection {
  return typeof target === 'object' && target !== null && 'segmentId' in target && 'storyFile' in target;
}

async function onlyStory({ model }: Services): Promise<string | undefined> {
  // A command may be what started the extension: then nothing has been looked for yet.
  if (model.stories().length === 0) await model.search();
  const stories = model.stories();
  if (stories.length > 1) return pickStory(stories);
  if (stories[0]) return stories[0].file;
  const open = vscode.window.activeTextEditor?.document.uri;
  if (open?.scheme === 'file' && storyExtensions.some((end) => open.fsPath.toLowerCase().endsWith(end)))
    return open.fsPath;
  throw new StoryFlowFailure(
    'FAILED',
    'There is no story here yet. Open a folder with one, or run “StoryFlow: New Story”.',
  );
}

async function pickStory(stories: readonly Story[]): Promise<string | undefined> {
  const items = stories.map(({ file, project }) => ({
    label: shownLabel(project?.title ?? vscode.workspace.asRelativePath(file)),
    description: shownLabel(vscode.workspace.asRelativePath(file)),
    file,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which story?' }))?.file;
}

async function pickSegment({ model }: Services, storyFile: string): Promise<SegmentSelection | undefined> {
  const { segments } = await projectOf(model, storyFile);
  const items = segments.map(({ id, index, text }) => ({
    label: shownLabel(`${index + 1}  ${excerptOf(text)}`),
    segmentId: id,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Which segment?' });
  return picked && { storyFile, segmentId: picked.segmentId };
}
