import type { AssetEvent } from '../../engine/protocol.ts';
import type { Segment } from '../../engine/story/project.ts';

/** How a segment sounds: its time, whether it is the writer's own recording, or that it has no sound yet. */
export function soundWords(segment: Segment, asset: AssetEvent | undefined): string {
  const time = asset?.duration ? clockTime(asset.duration) : '';
  if (segment.audioFile !== undefined) return ['recording', time].filter(Boolean).join(' ');
  return time || 'no sound';
}

/** 65 s → 1:05. */
export function clockTime(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
