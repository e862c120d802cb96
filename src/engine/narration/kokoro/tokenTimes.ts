import type { Chunk } from './chunks.ts';
import { findQuiet, soundingRange, type Quiet } from './energy.ts';
import type { RawSound } from './protocol.ts';

/** Sample positions of the borders between tokens: token i lasts from `[i]` to `[i + 1]`. Never falling. */
export type TokenBorders = Float64Array;

/** From the model's own durations where the export has them, else estimated and corrected by the sound's pauses. */
export function tokenBorders(
  chunk: Chunk,
  { samples, durations }: Pick<RawSound, 'samples' | 'durations'>,
): TokenBorders {
  return durations ? measured(durations, samples.length) : estimated(chunk, samples);
}

/**
 * Durations are predictions in frames, before the rounding (half to even, at least one) that the model itself does;
 * a frame is nominally 600 samples: what the sound's real length makes of it. First and last are the padding.
 */
function measured(durations: Float32Array, length: number): TokenBorders {
  const frames = Array.from(durations, (duration) => Math.max(1, roundHalfEven(duration)));
  const scale = length / frames.reduce((sum, count) => sum + count, 0);
  const borders = new Float64Array(frames.length - 1);
  let total = 0;
  for (let index = 0; index < borders.length; index++) {
    total += frames[index]!;
    borders[index] = total * scale;
  }
  return borders;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function estimated(chunk: Chunk, samples: Float32Array): TokenBorders {
  const quiet = findQuiet(samples);
  const sounding = soundingRange(samples, quiet);
  const weights = chunk.tokens.map((_, index) => weightOf(symbolOf(chunk, index)));
  const plain = spread(weights, [
    { border: 0, at: sounding.start },
    { border: weights.length, at: sounding.end },
  ]);
  return spread(weights, anchors(chunk, plain, quiet, sounding));
}

/** Relative length of a token: vowels, above all long ones, last longer than consonants; marks are pauses. */
function weightOf(symbol: string): number {
  if (/^[ˈˌ]$/.test(symbol)) return 0.15;
  if (symbol === 'ː') return 0.8;
  if (/^[AIOQWY]$/.test(symbol)) return 2.4;
  if (/^[aeiouyæɐɑɒɔəɘɚɛɜɪʊʌᵻøœɨʉɯɤ]$/.test(symbol)) return symbol === 'ə' ? 1 : 1.5;
  if (symbol === 'ᵊ') return 0.4;
  if (symbol === ' ') return 0.25;
  if (/^[.!?…]$/.test(symbol)) return 5;
  if (/^[,;:—]$/.test(symbol)) return 3;
  return /^\p{L}$/u.test(symbol) ? 1.1 : 0.1;
}

/** Tokens of one piece stand in the order of its symbols; a replaced symbol counts as its neighbour. */
function symbolOf({ pieces, owners }: Chunk, index: number): string {
  const owner = owners[index]!;
  const symbols = [...pieces[owner]!.symbols];
  const first = owners.indexOf(owner);
  return symbols[Math.min(index - first, symbols.length - 1)] ?? '';
}

interface Anchor {
  /** Index into the borders. */
  border: number;
  /** Sample position. */
  at: number;
}

/** Ties the pauses that were heard to the marks that were written, as {@link matchPauses} pairs them. */
function anchors(chunk: Chunk, borders: TokenBorders, quiet: readonly Quiet[], sounding: Quiet): Anchor[] {
  const inner = quiet.filter((pause) => pause.start > sounding.start && pause.end < sounding.end);
  const marks = chunk.owners.flatMap((owner, index) => {
    const piece = chunk.pieces[owner]!;
    const pausing = piece.kind === 'mark' && /^[,.;:!?—…]$/.test(piece.symbols);
    return pausing && index > 0 && index < chunk.tokens.length - 1 ? [index] : [];
  });
  const expected = marks.map((index) => (borders[index]! + borders[index + 1]!) / 2);
  const pairs = matchPauses(expected, inner, (sounding.end - sounding.start) * 0.15);
  const found: Anchor[] = [{ border: 0, at: sounding.start }];
  for (const [nth, pause] of pairs) {
    const mark = marks[nth]!;
    if (mark <= found.at(-1)!.border) continue;
    const spaced = chunk.pieces[chunk.owners[mark + 1]!]?.kind === 'space';
    found.push({ border: mark, at: pause.start }, { border: mark + (spaced ? 2 : 1), at: pause.end });
  }
  if (found.at(-1)!.border < chunk.tokens.length)
    found.push({ border: chunk.tokens.length, at: sounding.end });
  return found;
}

/**
 * Pairs places with pauses, both in order, each at most once, so that the distances are small and long pauses find
 * a mark: a pair costs its distance and gains `reach` and twice the pause's length.
 */
function matchPauses(
  expected: readonly number[],
  pauses: readonly Quiet[],
  reach: number,
): [number, Quiet][] {
  const cost = (i: number, j: number) => {
    const { start, end } = pauses[j]!;
    return Math.abs((start + end) / 2 - expected[i]!) - reach - 2 * (end - start);
  };
  const best = Array.from({ length: expected.length + 1 }, () => new Float64Array(pauses.length + 1));
  for (let i = expected.length - 1; i >= 0; i--)
    for (let j = pauses.length - 1; j >= 0; j--)
      best[i]![j] = Math.min(best[i + 1]![j]!, best[i]![j + 1]!, best[i + 1]![j + 1]! + cost(i, j));
  const pairs: [number, Quiet][] = [];
  for (let i = 0, j = 0; i < expected.length && j < pauses.length;) {
    if (best[i]![j] === best[i + 1]![j]) i++;
    else if (best[i]![j] === best[i]![j + 1]) j++;
    else pairs.push([i++, pauses[j++]!]);
  }
  return pairs;
}

/** Shares the time between anchors by weight. */
function spread(weights: readonly number[], fixed: readonly Anchor[]): TokenBorders {
  const borders = new Float64Array(weights.length + 1);
  for (const [index, { border, at }] of fixed.entries()) {
    borders[border] = at;
    const to = fixed[index + 1];
    if (!to) continue;
    const total = weights.slice(border, to.border).reduce((sum, weight) => sum + weight, 0);
    let passed = 0;
    for (let token = border; token < to.border; token++) {
      passed += weights[token]!;
      borders[token + 1] = at + ((to.at - at) * passed) / Math.max(total, 1e-9);
    }
  }
  return borders;
}
