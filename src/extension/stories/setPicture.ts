import { lstat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import { relativeTo } from '../../engine/story/pictures.ts';
import type { SegmentSelection } from '../preview/host.ts';
import { requireTrust } from '../trust.ts';
import { currentText, rewriteFiles } from './edits.ts';
import { projectOf, type StoryModel } from './storyModel.ts';

/** A picture that the user pointed at: a file, or the content of one from outside VS Code. */
export type ChosenPicture = { name: string; uri: vscode.Uri } | { name: string; content: Uint8Array };

/** Gives a segment its picture in the sidecar. A picture from elsewhere is copied to `images/` first. */
export async function setPicture(
  model: StoryModel,
  { storyFile, segmentId }: SegmentSelection,
  picture: ChosenPicture | undefined,
): Promise<void> {
  const project = await projectOf(model, storyFile);
  const file = picture && (await bringNear(picture, dirname(storyFile)));
  const before = await currentText(project.sidecarFile);
  const path = file && relativeTo(dirname(storyFile), file);
  const { setSegmentPicture } = await import('../../engine/story/sidecarEdit.ts');
  const after = setSegmentPicture(before, project, segmentId, path);
  await rewriteFiles(new Map([[project.sidecarFile, after]]), picture ? 'Choose picture' : 'Remove picture');
}

/**
 * Absolute path of the picture, below the story's folder.
 *
 * @throws StoryFlowFailure when it would have to be copied there and may not be.
 */
async function bringNear(picture: ChosenPicture, folder: string): Promise<string> {
  if ('uri' in picture) {
    const way = relative(folder, picture.uri.fsPath);
    if (picture.uri.scheme === 'file' && !way.startsWith('..') && !isAbsolute(way)) return picture.uri.fsPath;
  }
  const content = 'uri' in picture ? await vscode.workspace.fs.readFile(picture.uri) : picture.content;
  const target = await freeName(join(await picturesFolder(folder), basename(picture.name)));
  await vscode.workspace.fs.writeFile(vscode.Uri.file(target), content);
  return target;
}

/** Where copies go: never through a link that came with the story to somewhere else. */
async function picturesFolder(folder: string): Promise<string> {
  requireTrust();
  const images = join(folder, 'images');
  const found = await lstat(images).catch(() => undefined);
  if (found && !found.isDirectory())
    throw new StoryFlowFailure(
      'FAILED',
      `${images} is not a folder but a link or a file: pictures cannot be copied there. Put this one into the story's folder yourself.`,
    );
  return images;
}

/** `a.png`, or `a-2.png` when there is one already. */
async function freeName(file: string): Promise<string> {
  const end = extname(file);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? file : `${file.slice(0, -end.length)}-${number}${end}`;
    // A link to nowhere is taken as well: what is written would come to its end.
    const taken = await lstat(candidate).then(
      () => true,
      () => false,
    );
    if (!taken) return candidate;
  }
}
