import * as vscode from 'vscode';
import type { Selection } from '../stories/selection.ts';
import type { StoryModel } from '../stories/storyModel.ts';
import { refusal } from '../trust.ts';
import { createDragAndDrop } from './dragAndDrop.ts';
import { registerDecorations } from './decorations.ts';
import type { Node } from './nodes.ts';
import { createStoryTree, type TreeSources } from './storyTree.ts';

export interface TreeOptions extends TreeSources {
  selection: Selection;
  log: vscode.LogOutputChannel;
}

const answerMilliseconds = 500;

/** The Stories view: the tree, its badge, drag and drop, and the shared selection. */
export function registerTree(
  context: vscode.ExtensionContext,
  { model, exports, assets, selection, log }: TreeOptions,
): vscode.TreeView<Node> {
  const tree = createStoryTree({ model, exports, assets });
  const view = vscode.window.createTreeView('storyflow.stories', {
    treeDataProvider: tree,
    dragAndDropController: createDragAndDrop(model, log),
    showCollapseAll: true,
  });
  const showBadge = () => {
    const running = model.stories().filter(({ file }) => exports.state(file).status === 'PROCESSING').length;
    const tooltip = running === 1 ? 'One story is being exported' : `${running} stories are being exported`;
    view.badge = running > 0 ? { value: running, tooltip } : undefined;
  };
  const showRefusal = () => {
    view.message = refusal();
  };
  showRefusal();
  /**
   * Rows that we selected ourselves, until the view has said so. Its answer comes late: by then the cursor may be in
   * another paragraph, and must not be called back.
   */
  const revealed = new Set<Node>();
  /** Shows what editor or preview selected, without taking the focus. */
  const follow = () => {
    const selected = selection.get();
    if (!view.visible || !selected || !isShown(selected, model)) return;
    const node = tree.nodes.segment(selected.storyFile, selected.segmentId);
    if (view.selection[0] === node) return;
    revealed.add(node);
    // An answer that has not come soon will not come; nor does one when the row has gone meanwhile.
    const forget = () => void setTimeout(() => revealed.delete(node), answerMilliseconds);
    view.reveal(node, { select: true, focus: false }).then(forget, forget);
  };
  context.subscriptions.push(
    tree,
    view,
    registerDecorations(),
    exports.onDidChange(showBadge),
    vscode.workspace.onDidGrantWorkspaceTrust(showRefusal),
    view.onDidChangeSelection(({ selection: [node] }) => {
      if (node && revealed.delete(node)) return;
      if (node?.kind === 'segment')
        selection.set({ storyFile: node.storyFile, segmentId: node.segmentId }, 'tree');
    }),
    view.onDidChangeVisibility(follow),
    selection.onDidChange(({ source }) => {
      if (source !== 'tree') follow();
    }),
  );
  return view;
}

function isShown(
  { storyFile, segmentId }: { storyFile: string; segmentId: string },
  model: StoryModel,
): boolean {
  return model.get(storyFile)?.segments.has(segmentId) ?? false;
}
