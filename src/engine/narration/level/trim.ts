import { decibels, windowFrames } from './loudness.ts';
import type { SoundProfile } from './profile.ts';

/** Half-open range of windows. */
export interface WindowRange {
  from: number;
  to: number;
}

/** Nothing below this is ever sound, in dBFS; and nothing this far below the loudest window, in dB. */
const floor = -60;
const range = -45;
/** A sound that never rises above this is silence, and stays as it is. */
const silence = -70;

/** Seconds kept before the first sound (soft consonants) and after the last (the voice dying away). */
const before = 0.03;
const after = 0.08;

/** The part of a sound without the silence at its two ends. */
export function soundRange({ level }: Pick<SoundProfile, 'level'>): WindowRange {
  let loudest = 0;
  for (const value of level) loudest = Math.max(loudest, value);
  if (toDb(loudest) < silence) return { from: 0, to: level.length };
  const threshold = Math.max(floor, toDb(loudest) + range);
  const isSound = (value: number) => toDb(value) >= threshold;
  const first = level.findIndex(isSound);
  const last = level.findLastIndex(isSound);
  return {
    from: Math.max(0, first - windowsIn(before)),
    to: Math.min(level.length, last + 1 + windowsIn(after)),
  };
}

function windowsIn(seconds: number): number {
  return Math.round((seconds * 48_000) / windowFrames);
}

function toDb(meanSquare: number): number {
  return decibels(Math.sqrt(meanSquare));
}
