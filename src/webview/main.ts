import { createApp } from './app.ts';
import { isHostMessage, isSavedState, type SavedState } from './protocol.ts';
import './styles.css';
import { registerToolkit } from './toolkit.ts';

/** VS Code writes the state to disk: not with every frame. */
const SAVE_MS = 250;

const vscode = acquireVsCodeApi<SavedState>();
const root = document.getElementById('preview')!;
const storyFile = root.dataset.storyFile ?? '';
const known: unknown = vscode.getState();

registerToolkit();
const receive = createApp({
  root,
  send: (message) => vscode.postMessage(message),
  saved: isSavedState(known) && known.storyFile === storyFile ? known : undefined,
  save: atMostEvery(SAVE_MS, (state) => vscode.setState({ storyFile, ...state })),
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isHostMessage(data)) receive(data);
});
vscode.setState(isSavedState(known) ? known : { storyFile, time: 0, zoom: null, muted: false, volume: 1 });
vscode.postMessage({ type: 'ready' });

/** Calls `work` with the latest value, no more often than this many milliseconds. */
function atMostEvery<T>(milliseconds: number, work: (value: T) => void): (value: T) => void {
  let latest: T;
  let timer: number | undefined;
  return (value) => {
    latest = value;
    timer ??= window.setTimeout(() => {
      timer = undefined;
      work(latest);
    }, milliseconds);
  };
}
