import { segmentAt, type Starts } from './layout.ts';

/**
 * The video shows the story as it was exported, the timeline shows it as it is now. Their times meet segment by
 * segment: by id, and inside a segment by proportion.
 */
export interface TimeMap {
  /** Place on the timeline of a moment of the video; for a segment that is gone, where the one before it ends. */
  toTimeline(videoSeconds: number): number;
  /** Moment of the video for a place on the timeline; undefined where the segment was not in the export. */
  toVideo(seconds: number): number | undefined;
}

export interface ExportedSpan {
  id: string;
  /** Seconds from the start of the video. */
  start: number;
  duration: number;
}

export function createTimeMap(
  ids: readonly string[],
  starts: Starts,
  exported: readonly ExportedSpan[],
): TimeMap {
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const spanOf = new Map(exported.map((span) => [span.id, span]));
  const spanStarts = [...exported.map((span) => span.start), endOf(exported)];
  return {
    toTimeline(videoSeconds) {
      let at = segmentAt(spanStarts, videoSeconds);
      let within = true;
      while (at >= 0 && !indexOf.has(exported[at]!.id)) {
        at--;
        within = false;
      }
      if (at < 0) return 0;
      const span = exported[at]!;
      const index = indexOf.get(span.id)!;
      const share = within ? fraction(videoSeconds - span.start, span.duration) : 1;
      return starts[index]! + share * (starts[index + 1]! - starts[index]!);
    },
    toVideo(seconds) {
      const index = segmentAt(starts, seconds);
      const span = index < 0 ? undefined : spanOf.get(ids[index]!);
      if (!span) return undefined;
      return (
        span.start + fraction(seconds - starts[index]!, starts[index + 1]! - starts[index]!) * span.duration
      );
    },
  };
}

function endOf(exported: readonly ExportedSpan[]): number {
  const last = exported.at(-1);
  return last ? last.start + last.duration : 0;
}

function fraction(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
