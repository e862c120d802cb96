import * as vscode from 'vscode';
import { setPicture } from '../stories/setPicture.ts';
import { isPicture } from '../../engine/story/pictures.ts';
import { reorder } from '../stories/reorder.ts';
import type { StoryModel } from '../stories/storyModel.ts';
import { showFailure } from '../failures.ts';
import { showInformation, showWarning } from '../ui/notices.ts';
import type { Node, SegmentNode } from './nodes.ts';

const rowMime = 'application/vnd.code.tree.storyflow.stories';
const filesMime = 'text/uri-list';

/** Segments are dragged to another place of their story; pictures are dropped on a segment. */
export function createDragAndDrop(
  model: StoryModel,
  log: vscode.LogOutputChannel,
): vscode.TreeDragAndDropController<Node> {
  return {
    dragMimeTypes: [rowMime],
    dropMimeTypes: [rowMime, filesMime, 'files'],
    handleDrag(nodes, data) {
      const segments = nodes.filter((node) => node.kind === 'segment');
      if (segments.length > 0) data.set(rowMime, new vscode.DataTransferItem(segments));
    },
    async handleDrop(target, data) {
      if (!target) return;
      try {
        const rows = data.get(rowMime)?.value as SegmentNode[] | undefined;
        if (rows?.[0]) await dropSegment(rows[0], target, model);
        else if (target.kind === 'segment') await dropPicture(data, target, model);
      } catch (error) {
        showFailure(error, log);
      }
    },
  };
}

/** On a segment: into its place. On the story: to the top. */
async function dropSegment(moved: SegmentNode, target: Node, model: StoryModel): Promise<void> {
  if (moved.storyFile !== target.storyFile) {
    void showInformation('A segment can be moved within its own story only.');
    return;
  }
  const to = target.kind === 'story' ? 0 : model.get(target.storyFile)?.segments.get(target.segmentId)?.index;
  if (to !== undefined) await reorder(model, moved, to);
}

async function dropPicture(data: vscode.DataTransfer, target: SegmentNode, model: StoryModel): Promise<void> {
  const list = (await data.get(filesMime)?.asString()) ?? '';
  const uris = list
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => vscode.Uri.parse(line));
  const local = uris.find((uri) => isPicture(uri.path.split('/').at(-1)!));
  if (local) return setPicture(model, target, { name: local.path.split('/').at(-1)!, uri: local });
  // From outside VS Code there is only the content, no path.
  for (const [, item] of data) {
    const file = item.asFile();
    if (file && isPicture(file.name))
      return setPicture(model, target, { name: file.name, content: await file.data() });
  }
  void showWarning('Drop a picture here: JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG.');
}
