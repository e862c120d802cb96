import * as vscode from 'vscode';
import type { AssetEvent } from '../../engine/protocol.ts';
import type { Engine } from '../engine/engineClient.ts';
import { createAssetCollector } from '../preview/assetCollector.ts';
import { storyFlags } from '../settings.ts';
import { refusal } from '../trust.ts';
import { unsavedText, type StoryModel } from './storyModel.ts';

/**
 * Thumbnails and sounds of the stories' segments, from the engine's `assets` command. In Restricted Mode there are none:
 * the stories are read again when trust is granted, and then they come.
 */
export interface StoryAssets extends vscode.Disposable {
  /** By segment id. */
  of(storyFile: string): ReadonlyMap<string, AssetEvent>;
  /** Asks the engine again, soon. */
  refresh(storyFile: string): void;
  /**
   * What the engine has told is no longer there. A row that loses its thumbnail until there is one again loads it
   * again; one that keeps its address does not.
   */
  remake(storyFile: string): void;
  readonly onDidChange: vscode.Event<string>;
}

/** Unsaved edits are no business of the engine's: what it makes is made from files. */
const quietMs = 800;

export function createStoryAssets(
  engine: Engine,
  model: StoryModel,
  log: vscode.LogOutputChannel,
): StoryAssets {
  const changed = new vscode.EventEmitter<string>();
  const collector = createAssetCollector({
    run: async (storyFile, onAsset, signal) => {
      await engine.run(['assets', storyFile, ...storyFlags(storyFile)], {
        signal,
        onEvent: (event) => event.event === 'asset' && onAsset(event),
      });
    },
    onChange: (storyFile) => changed.fire(storyFile),
    onError: (storyFile, error) => log.warn(`No thumbnails of ${storyFile}: ${String(error)}`),
  });
  const following = model.onDidChange(({ file, project }) => {
    if (refusal() !== undefined) return;
    if (!project || unsavedText(file) !== undefined || unsavedText(project.sidecarFile) !== undefined) return;
    collector.refresh(file, quietMs);
  });
  return {
    of: (storyFile) => collector.of(storyFile),
    refresh(storyFile) {
      if (refusal() === undefined) collector.refresh(storyFile);
    },
    remake(storyFile) {
      if (refusal() !== undefined) return;
      collector.forget(storyFile);
      changed.fire(storyFile);
      collector.refresh(storyFile);
    },
    onDidChange: changed.event,
    dispose() {
      following.dispose();
      collector.dispose();
      changed.dispose();
    },
  };
}
