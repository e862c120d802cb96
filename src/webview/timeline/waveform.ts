import { PEAKS_PER_SECOND } from '../../engine/protocol.ts';

/** From base64; an empty array for text that is none. */
export function decodePeaks(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** Pixels from bar to bar. */
export const BAR_STEP = 3;

/**
 * An SVG path of vertical bars, mirrored about the middle of `height`, for the part of a sound from `from` to `to`
 * pixels. Each bar is as high as the loudest peak under it, so that no shout gets lost however far out one zooms.
 */
export function waveformPath(
  peaks: Uint8Array,
  zoom: number,
  part: { from: number; to: number; height: number },
): string {
  const { from, to, height } = part;
  const middle = height / 2;
  const perPixel = PEAKS_PER_SECOND / zoom;
  const bars: string[] = [];
  for (let x = Math.ceil(from / BAR_STEP) * BAR_STEP; x < to; x += BAR_STEP) {
    const first = Math.floor(x * perPixel);
    if (first >= peaks.length) break;
    const loudest = loudestOf(peaks, first, Math.ceil((x + BAR_STEP) * perPixel));
    const half = Math.max(0.5, (loudest / 255) * (middle - 1));
    bars.push(`M${x + 1} ${round(middle - half)}V${round(middle + half)}`);
  }
  return bars.join('');
}

function loudestOf(peaks: Uint8Array, first: number, end: number): number {
  let loudest = 0;
  for (let index = first; index < Math.min(Math.max(end, first + 1), peaks.length); index++) {
    if (peaks[index]! > loudest) loudest = peaks[index]!;
  }
  return loudest;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
