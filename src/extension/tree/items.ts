import * as vscode from 'vscode';
import type { AssetEvent } from '../../engine/protocol.ts';
import type { Segment } from '../../engine/story/project.ts';
import type { ExportState } from '../preview/host.ts';
import { readinessOf, type Readiness } from '../stories/readiness.ts';
import type { Story } from '../stories/storyModel.ts';
import { shownLabel, shownNotice } from '../ui/shown.ts';
import { badgeOf } from './badge.ts';
import { decorationUri } from './decorations.ts';
import { excerptOf } from './excerpt.ts';
import { titleOf } from './namesakes.ts';
import { segmentTooltip } from './segmentTooltip.ts';
import { soundWords } from './soundWords.ts';

/** Leaves room for the duration in a side bar of usual width; the tooltip has more. */
const labelLength = { usual: 22, silent: 18, missing: 16 };

/** `place`: where the story lies, if its title alone does not name it. */
export function storyItem(story: Story, state: ExportState, place: string | undefined): vscode.TreeItem {
  const title = shownLabel(titleOf(story));
  const readiness = readinessOf(story);
  const badge = badgeOf(state, readiness);
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
  item.id = story.file;
  const words = shownLabel(place === undefined ? badge.words : `${badge.words} · ${place}`);
  item.description = words;
  item.iconPath = new vscode.ThemeIcon(badge.icon, new vscode.ThemeColor(badge.color));
  item.tooltip = new vscode.MarkdownString('', true)
    .appendMarkdown(`**${escapeMarkdown(title)}** — $(${badge.icon}) ${badge.name}\n\n`)
    .appendText(shownNotice(story.unreadable ?? badge.reason ?? ''))
    .appendMarkdown('\n\n')
    .appendText(shownNotice(vscode.workspace.asRelativePath(story.file)));
  const bare = story.project?.hasSidecar === false ? '.bare' : '';
  item.contextValue = `story.${badge.name.toLowerCase()}${bare}`;
  item.accessibilityInformation = { label: `${title}, ${badge.name}, ${words}` };
  return item;
}

export function segmentItem(
  story: Story,
  segment: Segment,
  asset: AssetEvent | undefined,
  { missingPictures }: Pick<Readiness, 'missingPictures'>,
): vscode.TreeItem {
  const pictureMissing = missingPictures.has(segment.id);
  const sound = soundWords(segment, asset);
  const room = pictureMissing ? 'missing' : asset?.duration ? 'usual' : 'silent';
  const label = shownLabel(`${segment.index + 1}  ${excerptOf(segment.text, labelLength[room])}`);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = `${story.file}#${segment.id}`;
  item.description = pictureMissing ? 'picture missing' : sound;
  item.iconPath = pictureMissing ? missingIcon : pictureIcon(asset);
  item.resourceUri = decorationUri(segment.id, pictureMissing);
  item.tooltip = segmentTooltip(segment, asset, pictureMissing);
  item.contextValue = asset?.sound ? 'segment.spoken' : 'segment.silent';
  item.accessibilityInformation = {
    label: shownNotice(
      `Segment ${segment.index + 1}, ${[pictureMissing && 'picture missing', sound].filter(Boolean).join(', ')}: ${segment.text.slice(0, 200)}`,
    ),
  };
  return item;
}

/** Everything that `segmentItem` shows, so that unchanged segments need not be drawn again. */
export function segmentKey(segment: Segment, asset: AssetEvent | undefined, missing: boolean): string {
  const { index, text, imageFile, audioFile } = segment;
  return JSON.stringify([
    index,
    text,
    imageFile,
    audioFile,
    asset?.thumbnail,
    asset?.sound,
    asset?.duration,
    missing,
  ]);
}

const missingIcon = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

function pictureIcon(asset: AssetEvent | undefined): vscode.Uri | vscode.ThemeIcon {
  return asset?.thumbnail ? vscode.Uri.file(asset.thumbnail) : new vscode.ThemeIcon('file-media');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~$]/g, '\\$&');
}
