import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isWebviewMessage, type HostMessage, type WebviewMessage } from '../../webview/protocol.ts';
import { showError } from '../ui/notices.ts';
import { shownLabel } from '../ui/shown.ts';
import { createFeed } from './feed.ts';
import { versioned } from './files.ts';
import type { PreviewHost } from './host.ts';
import { previewHtml } from './html.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { shownMessage } from './shownState.ts';

export interface Panel {
  /** The page has loaded and was sent the state; rejects when the panel closes before. */
  ready(): Promise<void>;
  reveal(): void;
  post(message: HostMessage): void;
  /** Webview URI of a file below the story's working folder, or of a sample; undefined if it is not there. */
  toUri(file: string): Promise<string | undefined>;
  dispose(): void;
}

export interface PanelOptions {
  webviewPanel: vscode.WebviewPanel;
  storyFile: string;
  host: PreviewHost;
  extensionUri: vscode.Uri;
  /** The folder of the samples of voices. */
  samples: vscode.Uri;
}

/** Keeps one webview panel showing one story. */
export function createPanel({ webviewPanel, storyFile, host, ...places }: PanelOptions): Panel {
  const { webview } = webviewPanel;
  const toUri = (file: string) => webview.asWebviewUri(vscode.Uri.file(file)).toString();
  const post = (message: HostMessage) => {
    if (message.type === 'state') webviewPanel.title = shownLabel(`Preview: ${message.state.title}`);
    void webview.postMessage(shownMessage(message));
  };
  const feed = createFeed({ storyFile, host, toUri, post });
  const readiness = createReadiness();
  const report = createReport(readiness);
  const receive = (message: WebviewMessage) => {
    if (message.type === 'ready') feed.restart().then(readiness.gained, report);
    else if (message.type === 'videoGone') feed.restart().catch(report);
    else if (message.type === 'assetsGone') {
      feed.forgetAddresses();
      host.actions.renewAssets(storyFile);
    } else perform(message, storyFile, host);
  };
  const disposables = [
    webview.onDidReceiveMessage((message: unknown) => {
      if (isWebviewMessage(message)) receive(message);
    }),
    // A hidden page is unloaded. When it is shown again it says that it is ready, and gets everything anew.
    webviewPanel.onDidChangeViewState(() => {
      if (!webviewPanel.visible) readiness.lost();
    }),
    host.onDidChange((changed) => {
      if (changed === storyFile && webviewPanel.visible) feed.update().catch(report);
    }),
    host.selection.onDidChange(() => feed.selectionChanged()),
  ];
  fill(webviewPanel, { storyFile, host, ...places }).catch((error: unknown) => {
    report(error);
    webviewPanel.dispose();
  });

  return {
    ready: () => readiness.wait(),
    reveal: () => webviewPanel.reveal(undefined, true),
    post,
    toUri: (file) => versioned(file, toUri),
    dispose() {
      readiness.failed(new Error('The preview was closed.'));
      feed.close();
      for (const one of disposables) one.dispose();
    },
  };
}

/** Shows an error once, however often it comes back: a deleted story fails with every look at it. */
function createReport(readiness: Readiness): (error: unknown) => void {
  let shown: string | undefined;
  return (error) => {
    readiness.failed(error);
    const message = error instanceof Error ? error.message : String(error);
    if (message !== shown) void showError((shown = message));
  };
}

async function fill(
  webviewPanel: vscode.WebviewPanel,
  { storyFile, host, extensionUri, samples }: Omit<PanelOptions, 'webviewPanel'>,
): Promise<void> {
  const { webview } = webviewPanel;
  const { project } = await host.snapshot(storyFile);
  webviewPanel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'preview.svg');
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  webview.options = {
    enableScripts: true,
    localResourceRoots: [dist, samples, vscode.Uri.file(project.workFolder)],
  };
  webview.html = previewHtml({
    cspSource: webview.cspSource,
    script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js')).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.css')).toString(),
    nonce: randomBytes(16).toString('base64url'),
    storyFile,
  });
}

function perform(message: WebviewMessage, storyFile: string, { selection, actions }: PreviewHost): void {
  switch (message.type) {
    case 'select':
      return selection.set({ storyFile, segmentId: message.id }, 'preview');
    case 'openSegment':
    case 'pickPicture':
    case 'narrate':
      return actions[message.type]({ storyFile, segmentId: message.id });
    case 'showProblems':
    case 'showLog':
    case 'manageTrust':
      return actions[message.type]();
    case 'export':
    case 'cancel':
    case 'saveCopy':
    case 'reveal':
    case 'openStory':
      return actions[message.type](storyFile);
    case 'ready':
    case 'videoGone':
    case 'assetsGone':
      return; // Answered by the feed.
  }
}
