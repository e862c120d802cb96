import type { Chunk } from './chunks.ts';
import { findQuiet, kokoroRate, quietestPoint, soundingRange, type Quiet } from './energy.ts';
import type { TokenBorders } from './tokenTimes.ts';

/** A chunk that was spoken. */
export interface SpokenChunk {
  chunk: Chunk;
  samples: Float32Array;
  borders: TokenBorders;
}

export interface Joined {
  samples: Float32Array;
  /** Where a chunk's sample stands in the whole. */
  place: (chunkIndex: number, sample: number) => number;
}

/** Kept at both sides of a pause, so that no consonant is cut. */
const margin = Math.round(kokoroRate * 0.025);
const fade = Math.round(kokoroRate * 0.005);
const clausePause = Math.round(kokoroRate * 0.12);
const wordPause = Math.round(kokoroRate * 0.03);
/** How far from its mark a sentence's pause is looked for. */
const reach = Math.round(kokoroRate * 0.3);

/** A range of a chunk's samples that is kept, and the silence after it. */
interface Kept {
  chunkIndex: number;
  from: number;
  to: number;
  silence: number;
}

/**
 * Joins chunks without clicks. Pauses between sentences, inside a chunk or between two, become `sentencePause`
 * seconds long; sound is cut only where it is quiet, and faded over 5 ms there.
 */
export function joinChunks(parts: readonly SpokenChunk[], sentencePause: number): Joined {
  const pause = Math.round(sentencePause * kokoroRate);
  const kept = parts.flatMap((part, index) => keep(part, index, parts.length, pause));
  const samples = new Float32Array(kept.reduce((sum, { from, to, silence }) => sum + to - from + silence, 0));
  const starts: number[] = [];
  let at = 0;
  for (const [index, { chunkIndex, from, to, silence }] of kept.entries()) {
    starts.push(at);
    const source = parts[chunkIndex]!.samples;
    samples.set(source.subarray(from, to), at);
    if (index > 0) fadeEdge(samples, at, 1);
    if (index < kept.length - 1) fadeEdge(samples, at + to - from - 1, -1);
    at += to - from + silence;
  }
  return { samples, place: (chunkIndex, sample) => place(kept, starts, chunkIndex, sample) };
}

function keep(
  { chunk, samples, borders }: SpokenChunk,
  chunkIndex: number,
  chunks: number,
  pause: number,
): Kept[] {
  const quiet = findQuiet(samples);
  const sounding = soundingRange(samples, quiet);
  const last = chunkIndex === chunks - 1;
  const kept: Kept[] = [];
  let from = chunkIndex === 0 ? 0 : Math.max(0, sounding.start - margin);
  for (const end of chunk.sentenceEnds) {
    const gap = sentenceGap(chunk, end, borders, quiet, samples);
    if (gap.start < from || gap.end > sounding.end) continue;
    const edge = Math.min(margin, Math.floor((gap.end - gap.start) / 2));
    kept.push({ chunkIndex, from, to: gap.start + edge, silence: Math.max(0, pause - 2 * edge) });
    from = gap.end - edge;
  }
  const to = last ? samples.length : Math.max(from, Math.min(samples.length, sounding.end + margin));
  const wanted = { sentence: pause, clause: clausePause, word: wordPause, nothing: 0 }[chunk.after];
  const edges = to - sounding.end + margin;
  kept.push({ chunkIndex, from, to, silence: last ? 0 : Math.max(0, wanted - edges) });
  return kept;
}

/** The pause that was heard near the end of a sentence, or an empty one at the quietest point. */
function sentenceGap(
  chunk: Chunk,
  end: number,
  borders: TokenBorders,
  quiet: readonly Quiet[],
  samples: Float32Array,
): Quiet {
  const token = chunk.owners.lastIndexOf(end);
  const expected = borders[Math.max(0, token)] ?? 0;
  const near = quiet
    .filter((pause) => pause.start - reach < expected && pause.end + reach > expected)
    .sort((a, b) => b.end - b.start - (a.end - a.start))[0];
  if (near) return near;
  const point = Math.round(quietestPoint(samples, expected - reach / 3, expected + reach / 3));
  return { start: point, end: point };
}

function fadeEdge(samples: Float32Array, edge: number, step: 1 | -1): void {
  for (let i = 0; i < fade; i++) {
    const at = edge + i * step;
    if (at >= 0 && at < samples.length) samples[at]! *= 0.5 - 0.5 * Math.cos((Math.PI * i) / fade);
  }
}

function place(kept: readonly Kept[], starts: readonly number[], chunkIndex: number, sample: number): number {
  let best = 0;
  for (const [index, range] of kept.entries()) {
    if (range.chunkIndex !== chunkIndex || range.from > sample) continue;
    best = starts[index]! + Math.min(sample, range.to) - range.from;
  }
  const first = kept.findIndex((range) => range.chunkIndex === chunkIndex);
  return sample < kept[first]!.from ? starts[first]! : best;
}
