import * as vscode from 'vscode';
import type { Exports } from '../exports/exports.ts';
import type { StoryAssets } from '../stories/assets.ts';
import { readinessOf } from '../stories/readiness.ts';
import type { Story, StoryModel } from '../stories/storyModel.ts';
import { badgeOf } from './badge.ts';
import { segmentItem, segmentKey, storyItem } from './items.ts';
import { placeOf, titleOf } from './namesakes.ts';
import { createNodeStore, type Node, type NodeStore } from './nodes.ts';
import { createRedrawing } from './redrawing.ts';

export interface StoryTree extends vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly nodes: NodeStore;
}

export interface TreeSources {
  model: StoryModel;
  exports: Exports;
  assets: StoryAssets;
}

/** Stories, and their segments below them. Only rows that look different are drawn again. */
export function createStoryTree({ model, exports, assets }: TreeSources): StoryTree {
  const nodes = createNodeStore();
  const changed = new vscode.EventEmitter<Node[] | undefined>();
  /** Per story: row → what it shows. The story's own row has the empty id. */
  const shown = new Map<string, Map<string, string>>();
  const titles = new Map<string, string>();

  function update(storyFile: string): void {
    const story = model.get(storyFile);
    if (!story) return;
    const before = shown.get(storyFile);
    const now = rowsOf(story, { model, assets });
    shown.set(storyFile, now);
    nodes.keep(storyFile, story.project?.segments ?? []);
    // It has no row yet, and news of a row that VS Code does not have are dropped.
    if (before === undefined) return changed.fire(undefined);
    const sameRows = [...before.keys()].join('\n') === [...now.keys()].join('\n');
    if (!sameRows || before.get('') !== now.get('')) return changed.fire([nodes.story(storyFile)]);
    const different = [...now].filter(([id, key]) => before.get(id) !== key);
    if (different.length > 0) changed.fire(different.map(([id]) => nodes.segment(storyFile, id)));
  }

  /** Stories that are called what this one is, or was until now, must say where they lie, or no longer need to. */
  function updateWithNamesakes({ file }: Story): void {
    const story = model.get(file);
    if (!story) return;
    const names = [titles.get(file), titleOf(story)];
    titles.set(file, titleOf(story));
    update(file);
    if (names[0] === names[1]) return;
    for (const other of model.stories())
      if (other.file !== file && names.includes(titleOf(other))) update(other.file);
  }

  // VS Code asks for all segments of a story whose row is drawn again: the more there are, the seldomer.
  const redrawing = createRedrawing(
    (storyFile) => changed.fire([nodes.story(storyFile)]),
    (storyFile) => 500 + 3 * (model.get(storyFile)?.segments.size ?? 0),
  );
  const progressed = (storyFile: string) => {
    const story = model.get(storyFile);
    if (!story) return;
    const badge = badgeOf(exports.state(storyFile), readinessOf(story));
    redrawing.changed(storyFile, JSON.stringify(badge), badge.name);
  };
  const following = vscode.Disposable.from(
    model.onDidChangeList(() => {
      shown.clear();
      changed.fire(undefined);
    }),
    model.onDidChange(updateWithNamesakes),
    assets.onDidChange(update),
    exports.onDidChange(progressed),
  );
  return {
    nodes,
    onDidChangeTreeData: changed.event,
    getChildren: (node) => childrenOf(node, model, nodes),
    getParent: (node) => (node.kind === 'segment' ? node.parent : undefined),
    getTreeItem: (node) => itemOf(node, { model, exports, assets }),
    dispose() {
      following.dispose();
      redrawing.dispose();
      changed.dispose();
    },
  };
}

function childrenOf(node: Node | undefined, model: StoryModel, nodes: NodeStore): Node[] {
  if (!node) return model.stories().map(({ file }) => nodes.story(file));
  if (node.kind === 'segment') return [];
  const segments = model.get(node.storyFile)?.project?.segments ?? [];
  return segments.map(({ id }) => nodes.segment(node.storyFile, id));
}

function itemOf(node: Node, { model, exports, assets }: TreeSources): vscode.TreeItem {
  const story = model.get(node.storyFile);
  if (!story) return new vscode.TreeItem('');
  if (node.kind === 'story')
    return storyItem(story, exports.state(node.storyFile), placeOf(story, model.stories()));
  const segment = story.segments.get(node.segmentId);
  if (!segment) return new vscode.TreeItem('');
  return segmentItem(story, segment, assets.of(node.storyFile).get(segment.id), readinessOf(story));
}

function rowsOf(story: Story, { model, assets }: Pick<TreeSources, 'model' | 'assets'>): Map<string, string> {
  const { missingPictures, lacks } = readinessOf(story);
  const of = assets.of(story.file);
  const { title, hasSidecar, segments = [] } = story.project ?? {};
  const place = placeOf(story, model.stories());
  const rows = new Map([['', JSON.stringify([title, place, hasSidecar, lacks, story.unreadable])]]);
  for (const one of segments) rows.set(one.id, segmentKey(one, of.get(one.id), missingPictures.has(one.id)));
  return rows;
}
