import type { Event } from 'vscode';
import type { Problem } from '../../engine/problem.ts';
import type { AssetEvent, ExportResult, Progress } from '../../engine/protocol.ts';
import type { Project } from '../../engine/story/project.ts';

/** What the preview needs of the rest of the extension. Stories are named by the absolute path of their file. */
export interface PreviewHost {
  /** The story as it stands in the editor, unsaved edits included. Rejects, with words for a writer, if it cannot be read. */
  snapshot(storyFile: string): Promise<StorySnapshot>;
  /** Fires with the story whose snapshot changed (debounced); progress of a running export comes the same way. */
  readonly onDidChange: Event<string>;
  /**
   * Has the engine make what webviews can play of the story's exported video; the snapshot's result names it then.
   * Rejects, with words for a writer, if it cannot be made.
   */
  makePlayable(storyFile: string): Promise<void>;
  readonly selection: {
    get(): SegmentSelection | undefined;
    /** `source: 'preview'`, so that whoever shows the selection does not steal the focus. */
    set(selection: SegmentSelection | undefined, source: 'preview'): void;
    readonly onDidChange: Event<SegmentSelection | undefined>;
  };
  readonly actions: PreviewActions;
}

/** `project`, `problems` and `assets` are the same objects as before while they have not changed. */
export interface StorySnapshot {
  project: Project;
  problems: readonly Problem[];
  /** By segment id, as far as known: `assetCollector.ts` collects them. */
  assets: ReadonlyMap<string, AssetEvent>;
  exporting: ExportState;
  /** Why nothing is started, written or looked at beside the story's texts (Restricted Mode), in a sentence. */
  refusal: string | undefined;
}

export type ExportState =
  | { status: 'DRAFT' }
  /** `canCancel` is false when another process exports it: a terminal, another window. */
  | { status: 'PROCESSING'; progress: Progress | undefined; canCancel: boolean; result?: ExportResult }
  | { status: 'COMPLETED'; result: ExportResult }
  /** `result`: of the last complete export, which a failed one leaves untouched. */
  | { status: 'FAILED'; reason: string; result?: ExportResult };

export interface SegmentSelection {
  storyFile: string;
  segmentId: string;
}

/** What the buttons do. Each shows its own errors. */
export interface PreviewActions {
  export(storyFile: string): void;
  cancel(storyFile: string): void;
  /** Asks where, then copies the exported video there. */
  saveCopy(storyFile: string): void;
  /** Shows the exported video in the system's file manager. */
  reveal(storyFile: string): void;
  showProblems(): void;
  showLog(): void;
  /** Opens VS Code's editor for it. */
  manageTrust(): void;
  openStory(storyFile: string): void;
  /** Shows the paragraph in the editor and moves the focus there. */
  openSegment(selection: SegmentSelection): void;
  pickPicture(selection: SegmentSelection): void;
  /** Makes the segment's narration (again); its sound arrives with the assets. */
  narrate(selection: SegmentSelection): void;
  /** Looks for the assets again, and makes thumbnails and waveforms that are gone. */
  renewAssets(storyFile: string): void;
}

/** What `registerPreview` gives back. What shows or plays something opens the story's panel, or brings it to the front. */
export interface Preview {
  open(storyFile: string): Promise<void>;
  isOpen(storyFile: string): boolean;
  /** Plays the exported video from its beginning. */
  play(storyFile: string): Promise<void>;
  /** Plays the narration of one segment: `soundFile` is its WAV, below the story's working folder. */
  listen(selection: SegmentSelection, soundFile: string): Promise<void>;
  /** Plays a sample of a voice: `soundFile` is a WAV in their folder. */
  sample(storyFile: string, voiceName: string, soundFile: string): Promise<void>;
  /** Takes the sample away, where the preview is open. */
  endSample(storyFile: string): void;
}
