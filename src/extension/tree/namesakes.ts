import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Story } from '../stories/storyModel.ts';

export function titleOf({ file, project }: Story): string {
  return project?.title ?? basename(file);
}

/** Where a story lies, when another one is called the same; undefined when its title names it. */
export function placeOf(story: Story, stories: readonly Story[]): string | undefined {
  const title = titleOf(story);
  const hasNamesake = stories.some((other) => other.file !== story.file && titleOf(other) === title);
  return hasNamesake ? vscode.workspace.asRelativePath(story.file) : undefined;
}
