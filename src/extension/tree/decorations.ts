import * as vscode from 'vscode';

const scheme = 'storyflow-segment';

/**
 * Never a file: names a row of the tree so that it can be decorated, by its state alone. An id may begin with a slash,
 * with which no path may begin twice.
 */
export function decorationUri(segmentId: string, pictureMissing: boolean): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/segment/${segmentId}`, query: pictureMissing ? 'missing' : '' });
}

/** Colours rows whose picture is missing, and marks them. */
export function registerDecorations(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      if (uri.scheme !== scheme || uri.query !== 'missing') return undefined;
      return new vscode.FileDecoration(
        '!',
        'Picture missing',
        new vscode.ThemeColor('list.warningForeground'),
      );
    },
  });
}
