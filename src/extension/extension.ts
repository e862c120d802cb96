import * as vscode from 'vscode';
import { createApi, type StoryFlowApi } from './api.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { registerContextKeys } from './contextKeys.ts';
import { createEngine, type Engine } from './engine/engineClient.ts';
import { createExports } from './exports/exports.ts';
import { resumeAfterReload, type Resuming } from './exports/resumeAfterReload.ts';
import { watchRecords } from './exports/watchRecords.ts';
import { registerPictureHover } from './language/pictureHover.ts';
import { registerSidecarLanguage } from './language/sidecarLanguage.ts';
import { registerPreview } from './preview/registerPreview.ts';
import { createPreviewHost } from './previewHost.ts';
import { createChecks } from './problems/checks.ts';
import { registerDiagnostics } from './problems/diagnostics.ts';
import { registerQuickFixes } from './problems/quickFixes.ts';
import { createStoryAssets } from './stories/assets.ts';
import { connectEditors } from './stories/editorSelection.ts';
import { keepUndoneSaved } from './stories/keepUndoneSaved.ts';
import { createSelection } from './stories/selection.ts';
import { createStoryModel } from './stories/storyModel.ts';
import { watchStories } from './stories/watchStories.ts';
import { registerTree } from './tree/treeView.ts';
import { refusal } from './trust.ts';

let engine: Engine | undefined;
let resuming: Resuming | undefined;

/**
 * Builds, registers, and returns the API for other extensions. VS Code waits for this and for all that is imported
 * here: what needs a package is imported where it is first used.
 */
export function activate(context: vscode.ExtensionContext): StoryFlowApi {
  const log = vscode.window.createOutputChannel('StoryFlow', { log: true });
  engine = createEngine({
    node: process.execPath,
    script: context.asAbsolutePath('dist/storyflow.js'),
    refusal,
    log,
  });
  const model = createStoryModel(log);
  const exports = createExports(engine, model);
  const assets = createStoryAssets(engine, model, log);
  const checks = createChecks(engine, model);
  const selection = createSelection();
  const built = { engine, log, model, exports, assets, checks, selection };
  const preview = registerPreview(context, createPreviewHost(built));
  const tree = registerTree(context, built);
  context.subscriptions.push(
    ...[log, model, exports, assets, checks, selection],
    watchStories(model),
    watchRecords(model, exports, assets),
    connectEditors(model, selection),
    keepUndoneSaved(model),
    registerContextKeys(model, exports),
    registerDiagnostics(model),
    registerQuickFixes(model),
    registerSidecarLanguage(),
    registerPictureHover(model, assets),
    registerCommands({ context, preview, tree, voicePicking: {}, ...built }),
  );
  resuming = resumeAfterReload(context.workspaceState, model, exports, (storyFile) => {
    void vscode.commands.executeCommand('storyflow.exportVideo', storyFile);
  });
  context.subscriptions.push(resuming);
  const api = createApi(model, exports, context.subscriptions);
  void model.search();
  return api;
}

/** No engine outlives the window: VS Code waits for this promise. */
export async function deactivate(): Promise<void> {
  resuming?.windowCloses();
  await engine?.dispose();
}
