import type { SegmentAsset, ViewState } from './protocol.ts';
import { segmentAt, startsOf, totalSeconds, type Starts } from './timeline/layout.ts';
import { createTimeMap, type TimeMap } from './timeline/timeMap.ts';
import { decodePeaks } from './timeline/waveform.ts';

export interface DrawnAsset extends Omit<SegmentAsset, 'peaks'> {
  peaks: Uint8Array | undefined;
}

/** Everything that is drawn. The host's part comes whole; the rest is the reader's own view of it. */
export interface Model {
  view: ViewState;
  assets: ReadonlyMap<string, DrawnAsset>;
  starts: Starts;
  times: TimeMap;
  /** Of the playhead, in seconds of the timeline. */
  time: number;
  /** What is being heard. */
  playing: 'video' | 'narration' | undefined;
  /** The file is there but the player cannot play it. */
  videoBroken: boolean;
  muted: boolean;
  volume: number;
  /** Pixels a second; null = the whole story fits. */
  zoom: number | null;
  /** Pixels. */
  scroll: number;
  viewport: number;
}

/** The model with another view state; what the playhead points at stays the same segment where it can. */
export function withView(model: Model | undefined, view: ViewState, own: Partial<Model>): Model {
  const starts = startsOf(view.segments);
  const exported = view.video.kind === 'ready' ? view.video.segments : [];
  const ids = view.segments.map((segment) => segment.id);
  const base = model ?? { ...freshModel, ...own };
  return {
    ...base,
    view,
    starts,
    times: createTimeMap(ids, starts, exported),
    time: Math.min(base.time, totalSeconds(starts)),
  };
}

const freshModel = {
  assets: new Map<string, DrawnAsset>(),
  time: 0,
  playing: undefined,
  videoBroken: false,
  muted: false,
  volume: 1,
  zoom: null,
  scroll: 0,
  viewport: 0,
};

export function withAssets(
  known: ReadonlyMap<string, DrawnAsset>,
  assets: readonly SegmentAsset[],
): ReadonlyMap<string, DrawnAsset> {
  const drawn = assets.map(({ peaks, ...rest }): [string, DrawnAsset] => [
    rest.id,
    { ...rest, peaks: peaks === null ? undefined : decodePeaks(peaks) },
  ]);
  return new Map([...known, ...drawn]);
}

/** Index of the segment under the playhead; −1 in an empty story. */
export function playheadSegment(model: Model): number {
  return segmentAt(model.starts, model.time);
}

/** Index of the selected segment, or of the one under the playhead. */
export function currentSegment(model: Model): number {
  const selected = model.view.segments.findIndex((segment) => segment.id === model.view.selected);
  return selected >= 0 ? selected : playheadSegment(model);
}

/** Text of the `##` heading that a segment stands below. */
export function sceneOf({ view }: Model, index: number): string | undefined {
  return view.scenes.findLast((scene) => scene.firstSegment <= index)?.title;
}
