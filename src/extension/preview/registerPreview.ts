import * as vscode from 'vscode';
import { isSavedState } from '../../webview/protocol.ts';
import { samplesFolder } from '../voices/samples.ts';
import type { Preview, PreviewHost } from './host.ts';
import { createPanel, type Panel } from './panel.ts';

export const PREVIEW_VIEW_TYPE = 'storyflow.preview';

/**
 * Registers the preview: one panel a story, beside the editor, restored after a reload of the window.
 * The extension's manifest activates on `onWebviewPanel:storyflow.preview`.
 */
export function registerPreview(context: vscode.ExtensionContext, host: PreviewHost): Preview {
  const panels = new Map<string, Panel>();

  const adopt = (webviewPanel: vscode.WebviewPanel, storyFile: string): Panel => {
    const { extensionUri } = context;
    const panel = createPanel({
      webviewPanel,
      storyFile,
      host,
      extensionUri,
      samples: samplesFolder(context),
    });
    panels.set(storyFile, panel);
    webviewPanel.onDidDispose(() => {
      panel.dispose();
      if (panels.get(storyFile) === panel) panels.delete(storyFile);
    });
    return panel;
  };

  const show = (storyFile: string): Panel => {
    const known = panels.get(storyFile);
    if (known) {
      known.reveal();
      return known;
    }
    const webviewPanel = vscode.window.createWebviewPanel(PREVIEW_VIEW_TYPE, 'StoryFlow Preview', {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
    return adopt(webviewPanel, storyFile);
  };

  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(PREVIEW_VIEW_TYPE, {
      async deserializeWebviewPanel(webviewPanel, state) {
        if (isSavedState(state)) adopt(webviewPanel, state.storyFile);
        else webviewPanel.dispose();
      },
    }),
    { dispose: () => panels.forEach((panel) => panel.dispose()) },
  );

  return {
    async open(storyFile) {
      await show(storyFile).ready();
    },
    isOpen: (storyFile) => panels.has(storyFile),
    async play(storyFile) {
      const panel = show(storyFile);
      await panel.ready();
      panel.post({ type: 'play' });
    },
    async listen(selection, soundFile) {
      const panel = show(selection.storyFile);
      await panel.ready();
      const sound = await panel.toUri(soundFile);
      if (sound !== undefined) panel.post({ type: 'listen', id: selection.segmentId, sound });
    },
    async sample(storyFile, name, soundFile) {
      const panel = show(storyFile);
      await panel.ready();
      const sound = await panel.toUri(soundFile);
      if (sound !== undefined) panel.post({ type: 'sample', sample: { name, sound } });
    },
    endSample: (storyFile) => panels.get(storyFile)?.post({ type: 'sample', sample: null }),
  };
}
