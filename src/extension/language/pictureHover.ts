import * as vscode from 'vscode';
import type { StoryAssets } from '../stories/assets.ts';
import { segmentAt } from '../stories/editorSelection.ts';
import { toRange } from '../stories/ranges.ts';
import { readinessOf } from '../stories/readiness.ts';
import type { StoryModel } from '../stories/storyModel.ts';
import { segmentTooltip } from '../tree/segmentTooltip.ts';

/** Hovering a paragraph shows its picture. */
export function registerPictureHover(model: StoryModel, assets: StoryAssets): vscode.Disposable {
  const selector = { scheme: 'file', pattern: '**/*.{md,markdown,txt}' };
  return vscode.languages.registerHoverProvider(selector, {
    provideHover(document, position) {
      const story = model.get(document.uri.fsPath);
      const segment = story?.project && segmentAt(story.project.segments, position.line);
      if (!segment) return undefined;
      const asset = assets.of(story.file).get(segment.id);
      const missing = readinessOf(story).missingPictures.has(segment.id);
      return new vscode.Hover(segmentTooltip(segment, asset, missing), toRange(segment.range));
    },
  });
}
