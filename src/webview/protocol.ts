/**
 * What the preview webview and its host say to each other. The host sends the whole {@link ViewState} whenever it
 * changed and the webview renders it; what changes many times a second (progress) or is heavy (pictures,
 * waveforms) has small messages of its own. A webview that was hidden has lost everything: it says `ready` and is
 * sent all again.
 */
import type { Progress } from '../engine/protocol.ts';

export interface ViewState {
  title: string;
  badge: Badge;
  exportButton: ExportButton;
  video: Video;
  /** Width ÷ height of the story's frame. */
  aspect: number;
  scenes: { title: string; firstSegment: number }[];
  segments: TimelineSegment[];
  /** Segment id, shared with tree and editor. */
  selected: string | null;
  /** Why nothing may be started here (Restricted Mode), in a sentence. */
  refusal: string | null;
}

export interface Badge {
  kind: 'draft' | 'rendering' | 'completed' | 'failed';
  /** Shown on hover; why, for `failed`. */
  detail: string | null;
}

/** `blocked`: why it cannot be exported now, in a sentence, or null. */
export type ExportButton =
  | { kind: 'ready' }
  | { kind: 'notReady'; blocked: string; problems: number }
  | { kind: 'rendering'; progress: Progress | null; canCancel: boolean }
  | { kind: 'complete'; blocked: string | null; stale: boolean }
  | { kind: 'failed'; reason: string; blocked: string | null };

export type Video =
  /** Nothing has been exported yet. */
  | { kind: 'none' }
  /** It was exported; what this page can play of it is being made. */
  | { kind: 'preparing' }
  /** It was exported, but there is nothing that this page can play; why, in a sentence, if it is known. */
  | { kind: 'unplayable'; reason: string | null }
  | {
      kind: 'ready';
      /** Webview URI; its query changes when the file does. */
      source: string;
      /** Seconds. */
      duration: number;
      /** Bytes of the exported file (not of its preview copy). */
      fileSize: number;
      width: number;
      height: number;
      fps: number;
      /** Milliseconds since 1970. */
      exportedAt: number;
      /** The story, a picture or a recording has changed since. */
      stale: boolean;
      /** As they were exported; seconds. */
      segments: { id: string; start: number; duration: number }[];
    };

export interface TimelineSegment {
  id: string;
  /** The beginning of what is spoken. */
  excerpt: string;
  /** Seconds. */
  duration: number;
  /** The duration is guessed from the text: there is no sound yet. */
  estimated: boolean;
  picture: 'ok' | 'none' | 'missing';
  /** Base name of the picture file. */
  pictureName: string | null;
  recorded: boolean;
}

/** Picture and sound of one segment; both URIs are webview URIs. */
export interface SegmentAsset {
  id: string;
  thumbnail: string | null;
  sound: string | null;
  /** As in the engine's `asset` event: base64, `PEAKS_PER_SECOND` bytes a second. */
  peaks: string | null;
}

export type HostMessage =
  | { type: 'state'; state: ViewState }
  | { type: 'assets'; assets: SegmentAsset[] }
  | { type: 'progress'; progress: Progress }
  | { type: 'select'; id: string | null }
  /** Play the video from the beginning. */
  | { type: 'play' }
  /** Play the narration of one segment. */
  | { type: 'listen'; id: string; sound: string }
  /** Play a sample of a voice; null: nobody listens any more. `sound` is a webview URI. */
  | { type: 'sample'; sample: VoiceSample | null };

export interface VoiceSample {
  /** Of the voice, as people call it. */
  name: string;
  sound: string;
}

/** What a click or key asks of the host. */
export const requests = [
  'export',
  'cancel',
  'saveCopy',
  'reveal',
  'showProblems',
  'showLog',
  'manageTrust',
  'openStory',
  'videoGone',
  /** A thumbnail or a sound cannot be loaded: the working folder may be deleted at any time. */
  'assetsGone',
] as const;

/** The same about one segment. `select` follows the cursor; `openSegment` moves the focus to the editor. */
export const segmentRequests = ['select', 'openSegment', 'pickPicture', 'narrate'] as const;

export type WebviewMessage =
  | { type: 'ready' }
  | { type: (typeof requests)[number] }
  | { type: (typeof segmentRequests)[number]; id: string };

/** Kept by VS Code over hiding and reloading; the host reads `storyFile` to restore the panel. */
export interface SavedState {
  storyFile: string;
  /** Seconds. */
  time: number;
  /** Pixels a second; null = the whole story fits. */
  zoom: number | null;
  muted: boolean;
  volume: number;
}

export function isWebviewMessage(value: unknown): value is WebviewMessage {
  if (!isRecord(value) || typeof value.type !== 'string') return false;
  if (value.type === 'ready' || isOneOf(requests, value.type)) return true;
  return isOneOf(segmentRequests, value.type) && typeof value.id === 'string';
}

export function isHostMessage(value: unknown): value is HostMessage {
  if (!isRecord(value)) return false;
  switch (value.type) {
    case 'state':
      return isViewState(value.state);
    case 'assets':
      return Array.isArray(value.assets) && value.assets.every((one) => isRecord(one) && isString(one.id));
    case 'progress':
      return isProgress(value.progress);
    case 'select':
      return value.id === null || isString(value.id);
    case 'play':
      return true;
    case 'listen':
      return isString(value.id) && isString(value.sound);
    case 'sample':
      return value.sample === null || isSample(value.sample);
    default:
      return false;
  }
}

/** Guards what `getState()` or a serializer hands back: it may come from another version. */
export function isSavedState(value: unknown): value is SavedState {
  return (
    isRecord(value) &&
    isString(value.storyFile) &&
    typeof value.time === 'number' &&
    (value.zoom === null || typeof value.zoom === 'number') &&
    typeof value.muted === 'boolean' &&
    typeof value.volume === 'number'
  );
}

function isViewState(value: unknown): value is ViewState {
  return (
    isRecord(value) &&
    isString(value.title) &&
    isKind(value.badge, ['draft', 'rendering', 'completed', 'failed']) &&
    isKind(value.exportButton, ['ready', 'notReady', 'rendering', 'complete', 'failed']) &&
    isKind(value.video, ['none', 'preparing', 'unplayable', 'ready']) &&
    typeof value.aspect === 'number' &&
    Array.isArray(value.scenes) &&
    Array.isArray(value.segments) &&
    value.segments.every((one) => isRecord(one) && isString(one.id) && typeof one.duration === 'number') &&
    (value.selected === null || isString(value.selected)) &&
    (value.refusal === null || isString(value.refusal))
  );
}

function isSample(value: unknown): value is VoiceSample {
  return isRecord(value) && isString(value.name) && isString(value.sound);
}

function isProgress(value: unknown): value is Progress {
  return (
    isRecord(value) &&
    typeof value.current_segment === 'number' &&
    typeof value.total_segments === 'number' &&
    typeof value.percentage === 'number' &&
    isString(value.current_phase)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isKind(value: unknown, kinds: readonly string[]): boolean {
  return isRecord(value) && isString(value.kind) && kinds.includes(value.kind);
}

function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return (list as readonly string[]).includes(value);
}
