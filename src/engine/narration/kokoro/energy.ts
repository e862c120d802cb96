/** Kokoro's sample rate, Hz. */
export const kokoroRate = 24_000;

/** A quiet stretch, in samples; half-open. */
export interface Quiet {
  start: number;
  end: number;
}

const frame = kokoroRate / 200;
/** Shorter dips are stop consonants, not pauses. */
const shortestQuiet = 8;
/** Relative to the loudest frame: −38 dB. */
const quietShare = 0.0126;

/** RMS of each 5 ms frame. */
export function frameLevels(samples: Float32Array): Float32Array {
  const levels = new Float32Array(Math.ceil(samples.length / frame));
  for (let index = 0; index < levels.length; index++) {
    const end = Math.min(samples.length, (index + 1) * frame);
    let sum = 0;
    for (let at = index * frame; at < end; at++) sum += samples[at]! ** 2;
    levels[index] = Math.sqrt(sum / Math.max(1, end - index * frame));
  }
  return levels;
}

/** Stretches of at least 40 ms that are quiet beside the loudest part, in order. */
export function findQuiet(samples: Float32Array): Quiet[] {
  const levels = frameLevels(samples);
  const threshold = levels.reduce((most, level) => Math.max(most, level), 0) * quietShare;
  const found: Quiet[] = [];
  let start: number | undefined;
  for (let index = 0; index <= levels.length; index++) {
    const quiet = index < levels.length && levels[index]! <= threshold;
    if (quiet) start ??= index;
    else if (start !== undefined) {
      if (index - start >= shortestQuiet)
        found.push({ start: start * frame, end: Math.min(index * frame, samples.length) });
      start = undefined;
    }
  }
  return found;
}

/** Where the sound begins and ends; all of it when it is silent throughout. */
export function soundingRange(samples: Float32Array, quiet: readonly Quiet[] = findQuiet(samples)): Quiet {
  const first = quiet[0];
  const last = quiet.at(-1);
  if (first && first.start === 0 && first.end >= samples.length) return { start: 0, end: samples.length };
  return {
    start: first?.start === 0 ? first.end : 0,
    end: last?.end === samples.length ? last.start : samples.length,
  };
}

/** The quietest sample position between two others. */
export function quietestPoint(samples: Float32Array, from: number, to: number): number {
  const start = Math.max(0, Math.min(from, samples.length));
  const levels = frameLevels(samples.subarray(start, Math.max(start, Math.min(to, samples.length))));
  let best = 0;
  for (let index = 1; index < levels.length; index++) if (levels[index]! < levels[best]!) best = index;
  return Math.min(start + best * frame + frame / 2, samples.length);
}
