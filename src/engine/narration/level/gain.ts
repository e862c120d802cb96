import { fromDecibels, integratedLoudness } from './loudness.ts';

export interface GainPlan {
  /** Linear factor for the whole sound. */
  gain: number;
  /** A further factor for each window, ≤ 1; undefined when the peaks stay below the limit. */
  limiter: Float32Array | undefined;
}

/** dB; more would only bring up the noise of a recording that went wrong. */
const mostGain = 36;
/** dB that the limiter stays below the limit: its curve bends between windows, and other meters interpolate otherwise. */
const margin = 0.3;
/** How far the gain may rise, in dB, to make good what the limiter took. */
const mostMakeUp = 6;

/**
 * Brings a sound to a loudness in LUFS without a true peak above `limit` dBTP. Silence stays as it is.
 *
 * @param power K-weighted mean square of each window; @param peak its true peak.
 */
export function planGain(power: Float32Array, peak: Float32Array, target: number, limit: number): GainPlan {
  const loudness = integratedLoudness(power);
  if (loudness === -Infinity) return { gain: 1, limiter: undefined };
  const ceiling = fromDecibels(limit - margin);
  const first = Math.min(target - loudness, mostGain);
  let db = first;
  let limiter = limiterCurve(peak, ceiling / fromDecibels(db));
  for (let round = 0; limiter && round < 4; round++) {
    const missing = target - db - integratedLoudness(limited(power, limiter));
    if (missing < 0.1 || first >= mostGain) break;
    db = Math.min(db + missing, first + mostMakeUp);
    limiter = limiterCurve(peak, ceiling / fromDecibels(db));
  }
  return { gain: fromDecibels(db), limiter };
}

function limited(power: Float32Array, limiter: Float32Array): Float32Array {
  return power.map((value, window) => value * limiter[window]! ** 2);
}

/** Windows that are averaged on either side, and searched for the deepest reduction (one more, for interpolation). */
const smooth = 2;
const hold = smooth + 1;
/** Rise a window after a peak: from silence to full in 0.3 s. */
const release = 1 / 60;

/**
 * Factors that hold every window's peak below `ceiling`: reduced ahead of the peak, recovering slowly after it,
 * smoothed so that nothing clicks. Interpolated linearly between window centres the curve is nowhere higher than a
 * window's need, since the average only looks at values that already heed it.
 */
export function limiterCurve(peak: Float32Array, ceiling: number): Float32Array | undefined {
  const need = peak.map((value) => (value > ceiling ? ceiling / value : 1));
  if (need.every((value) => value === 1)) return undefined;
  const lowest = need.map((_, window) => {
    let low = 1;
    for (let i = window - hold; i <= window + hold; i++) low = Math.min(low, need[i] ?? 1);
    return low;
  });
  for (let window = 1; window < lowest.length; window++)
    lowest[window] = Math.min(lowest[window]!, lowest[window - 1]! + release);
  return lowest.map((_, window) => {
    let sum = 0;
    for (let i = window - smooth; i <= window + smooth; i++)
      sum += lowest[Math.min(Math.max(i, 0), lowest.length - 1)]!;
    return sum / (2 * smooth + 1);
  });
}
