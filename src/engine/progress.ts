import type { Progress } from './protocol.ts';

/**
 * How far an export is, from what its stages report. Work is counted in seconds of video: speaking a second costs
 * a small share of rendering it, so percentage and time left stay honest when narration is already there.
 */
export interface ProgressMeter {
  /** Segment `index` has its sound, `seconds` long; `spoken` when it had to be made now. */
  narrated(index: number, seconds: number): void;
  /** `done` of `total` frames of segment `index` are encoded. */
  rendered(index: number, done: number, total: number): void;
  /** All segments are ready; the sound is encoded and the clips are joined. */
  joining(): void;
  current(): Progress;
}

/** Shares of the whole, as measured on the example: narration, frames, sound and join. */
const narrationShare = 0.08;
const renderShare = 0.87;

/**
 * @param expectedSeconds One estimate a segment of how long its sound will be.
 * @param now Milliseconds; replaced in tests.
 */
export function createProgressMeter(
  expectedSeconds: readonly number[],
  now: () => number = () => performance.now(),
): ProgressMeter {
  const total = expectedSeconds.length;
  const seconds = [...expectedSeconds];
  const fractions = new Array<number>(total).fill(0);
  const spoken = new Array<boolean>(total).fill(false);
  const start = now();
  let percentage = 0;
  let phase = `Narrating segment 1 of ${total}`;
  let finished = 0;
  let current = Math.min(1, total);

  function workDone(): number {
    const all = seconds.reduce((sum, s) => sum + s, 0) || 1;
    let done = 0;
    for (let i = 0; i < total; i++) {
      done += seconds[i]! * ((spoken[i] ? narrationShare : 0) + renderShare * fractions[i]!);
    }
    return done / all;
  }

  return {
    narrated(index, length) {
      seconds[index] = length;
      spoken[index] = true;
      if (finished === 0 && fractions.every((f) => f === 0)) {
        current = Math.min(index + 1, total);
        phase = `Narrating segment ${Math.min(index + 2, total)} of ${total}`;
      }
    },
    rendered(index, done, frames) {
      const before = fractions[index]!;
      fractions[index] = Math.min(1, done / Math.max(1, frames));
      if (before < 1 && fractions[index] === 1) finished++;
      current = Math.min(finished + 1, total);
      phase = `Rendering segment ${current} of ${total}`;
    },
    joining() {
      fractions.fill(1);
      spoken.fill(true);
      current = total;
      phase = 'Joining segments and sound';
    },
    current() {
      const done = workDone();
      // Estimates are corrected as sounds arrive; the bar must not run backwards for it.
      percentage = Math.max(percentage, Math.min(99, Math.floor(done * 100)));
      const elapsed = (now() - start) / 1000;
      const left = done > 0.02 && elapsed > 1 ? Math.max(0, Math.round(elapsed / done - elapsed)) : null;
      return {
        current_segment: current,
        total_segments: total,
        percentage,
        current_phase: phase,
        seconds_left: left,
      };
    },
  };
}

/** Speech runs at about 14 characters a second; good enough until the sound is there. */
export function expectedSeconds(text: string, speed: number): number {
  return 0.5 + text.length / (14 * speed);
}
