import * as vscode from 'vscode';
import type { SegmentSelection } from '../preview/host.ts';

export type SelectionSource = 'tree' | 'editor' | 'preview' | 'command';

export interface SelectionChange {
  selection: SegmentSelection | undefined;
  /** Who changed it: whoever follows must not take the focus away from there. */
  source: SelectionSource;
}

/** The one segment that tree, editor and preview show as selected. */
export interface Selection extends vscode.Disposable {
  get(): SegmentSelection | undefined;
  set(selection: SegmentSelection | undefined, source: SelectionSource): void;
  readonly onDidChange: vscode.Event<SelectionChange>;
}

export function createSelection(): Selection {
  const changed = new vscode.EventEmitter<SelectionChange>();
  let current: SegmentSelection | undefined;
  return {
    get: () => current,
    set(selection, source) {
      if (selection?.storyFile === current?.storyFile && selection?.segmentId === current?.segmentId) return;
      current = selection;
      changed.fire({ selection, source });
    },
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
