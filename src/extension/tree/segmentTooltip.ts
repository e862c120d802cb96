import * as vscode from 'vscode';
import type { AssetEvent } from '../../engine/protocol.ts';
import type { Segment } from '../../engine/story/project.ts';
import { shownNotice } from '../ui/shown.ts';
import { soundWords } from './soundWords.ts';

/**
 * A segment's picture, its file and its sound: on hover in the tree and in the editor. Of the picture only the thumbnail
 * that we made: the file itself may be anything, and on any machine.
 */
export function segmentTooltip(
  segment: Segment,
  asset: AssetEvent | undefined,
  pictureMissing: boolean,
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString('', true);
  const name = segment.imageFile && shownNotice(vscode.workspace.asRelativePath(segment.imageFile));
  tooltip.appendMarkdown(`**Segment ${segment.index + 1}** · ${soundWords(segment, asset)}\n\n`);
  const picture = asset?.thumbnail;
  if (picture) tooltip.appendMarkdown(`![](${vscode.Uri.file(picture).toString()}|width=240)\n\n`);
  if (!pictureMissing) return tooltip.appendText(name ?? '');
  tooltip.appendMarkdown('$(warning) ');
  return tooltip.appendText(name ? `${name} is missing` : 'This segment has no picture.');
}
