import type * as vscode from 'vscode';
import type { Engine } from './engine/engineClient.ts';
import type { Exports } from './exports/exports.ts';
import type { Preview } from './preview/host.ts';
import type { Checks } from './problems/checks.ts';
import type { StoryAssets } from './stories/assets.ts';
import type { Selection } from './stories/selection.ts';
import type { StoryModel } from './stories/storyModel.ts';
import type { Node } from './tree/nodes.ts';
import type { VoicePicker } from './voices/picker.ts';

/** What commands work with; built once, in `activate`. */
export interface Services {
  context: vscode.ExtensionContext;
  log: vscode.LogOutputChannel;
  engine: Engine;
  model: StoryModel;
  exports: Exports;
  assets: StoryAssets;
  checks: Checks;
  selection: Selection;
  tree: vscode.TreeView<Node>;
  preview: Preview;
  /** The list of voices that is open, if one is. */
  voicePicking: { open?: VoicePicker | undefined };
}
