import type * as vscode from 'vscode';

/** An AbortSignal that follows a VS Code cancellation token: one signal from the button to ffmpeg. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
