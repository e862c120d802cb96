/**
 * Resampling of speech by a windowed sinc (Kaiser window), polyphase: every output sample is one dot product. Zero
 * phase, so word timings stay exact. Any piece of the output can be asked for by itself.
 */
export interface Resampler {
  /** How many samples `frames` samples become. */
  outputFrames: (frames: number) => number;
  /** Samples `at` to `at + count` of the output. */
  read: (input: Float32Array, at: number, count: number) => Float32Array;
}

/** Zero crossings of the sinc on either side: 32 taps a sample when the rate rises. */
const crossings = 16;
/** Kaiser's β: side lobes at −80 dB. */
const beta = 8;
/** Share of the band that passes; the rest is the filter's slope. */
const passBand = 0.95;

const made = new Map<string, Resampler>();

/** Rates in Hz. */
export function resampler(from: number, to: number): Resampler {
  const name = `${from} ${to}`;
  const known = made.get(name) ?? makeResampler(from, to);
  made.set(name, known);
  return known;
}

function makeResampler(from: number, to: number): Resampler {
  const divisor = gcd(from, to);
  const up = to / divisor;
  const down = from / divisor;
  const outputFrames = (frames: number) => Math.ceil((frames * up) / down);
  if (up === down) return { outputFrames, read: (input, at, count) => input.slice(at, at + count) };
  const { table, taps } = makeTable(up, Math.min(1, up / down));
  const half = taps / 2;

  function read(input: Float32Array, at: number, count: number): Float32Array {
    const output = new Float32Array(Math.max(0, Math.min(count, outputFrames(input.length) - at)));
    let phase = (at * down) % up;
    let first = (at * down - phase) / up - half + 1;
    for (let n = 0; n < output.length; n++) {
      const row = phase * taps;
      const last = Math.min(taps, input.length - first);
      let sum = 0;
      for (let tap = Math.max(0, -first); tap < last; tap++) sum += input[first + tap]! * table[row + tap]!;
      output[n] = sum;
      for (phase += down; phase >= up; phase -= up) first++;
    }
    return output;
  }

  return { outputFrames, read };
}

/** One filter for each of the `phases` places between two input samples; `scale` < 1 when the rate falls. */
function makeTable(phases: number, scale: number): { table: Float32Array; taps: number } {
  const half = Math.ceil(crossings / scale);
  const taps = 2 * half;
  const table = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    const weights = Array.from({ length: taps }, (_, tap) => {
      const distance = tap - half + 1 - phase / phases;
      return sinc(distance * scale * passBand) * kaiser(distance / half);
    });
    // Every phase passes a constant unchanged.
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, tap) => (table[phase * taps + tap] = weight / sum));
  }
  return { table, taps };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta);
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
