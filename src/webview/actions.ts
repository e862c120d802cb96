import type { WebviewMessage } from './protocol.ts';

/** What the views can ask for. */
export interface Actions {
  send: (message: WebviewMessage) => void;
  togglePlay: () => void;
  /** Seconds of the timeline. */
  seek: (seconds: number) => void;
  /** Selects a segment here, in the tree and in the editor, and goes to its beginning. */
  select: (index: number) => void;
  listen: (index: number) => void;
  toggleMuted: () => void;
  setVolume: (volume: number) => void;
  /** Around a point of the view, in pixels from its left edge; its middle by default. */
  zoomBy: (factor: number, anchor?: number) => void;
  zoomToFit: () => void;
}
