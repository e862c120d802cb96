import { strict as assert } from 'node:assert';
import type { Chunk } from '../../../../src/engine/narration/kokoro/chunks.ts';
import { findQuiet, kokoroRate, soundingRange } from '../../../../src/engine/narration/kokoro/energy.ts';
import { joinChunks, type SpokenChunk } from '../../../../src/engine/narration/kokoro/joining.ts';
import { changeSpeed } from '../../../../src/engine/narration/kokoro/tempo.ts';
import { tokenBorders } from '../../../../src/engine/narration/kokoro/tokenTimes.ts';

/** Seconds of tone (positive) and of silence (negative), one after the other. */
function sound(...parts: number[]): Float32Array {
  const samples = new Float32Array(
    Math.round(parts.reduce((sum, part) => sum + Math.abs(part), 0) * kokoroRate),
  );
  let at = 0;
  for (const part of parts) {
    const length = Math.round(Math.abs(part) * kokoroRate);
    for (let i = 0; part > 0 && i < length; i++)
      samples[at + i] = 0.5 * Math.sin((2 * Math.PI * 220 * (at + i)) / kokoroRate);
    at += length;
  }
  return samples;
}

/** A chunk of the given symbols, words between spaces and marks, one token a symbol. */
function chunkOf(symbols: string, after: Chunk['after'] = 'sentence'): Chunk {
  const pieces = (symbols.match(/[a-z]+|./g) ?? []).map((part, index) => ({
    kind: /[a-z]/.test(part) ? ('word' as const) : part === ' ' ? ('space' as const) : ('mark' as const),
    symbols: part,
    start: index,
    end: index + 1,
  }));
  const owners = pieces.flatMap((piece, index) => [...piece.symbols].map(() => index));
  const sentenceEnds = pieces.flatMap((piece, i) =>
    piece.kind === 'space' && pieces[i - 1]?.symbols === '.' ? [i] : [],
  );
  return { pieces, owners, tokens: owners.map((_, index) => index + 1), sentenceEnds, after };
}

const near = (actual: number, expected: number, by = 0.02) =>
  assert.ok(Math.abs(actual - expected) <= by, `${actual} is not within ${by} of ${expected}`);

describe('findQuiet', () => {
  it('finds pauses to 5 ms and not the dips of consonants', () => {
    const quiet = findQuiet(sound(0.3, -0.02, 0.3, -0.2, 0.3)).map(({ start, end }) => [
      start / kokoroRate,
      end / kokoroRate,
    ]);
    assert.equal(quiet.length, 1);
    near(quiet[0]![0]!, 0.62, 0.006);
    near(quiet[0]![1]!, 0.82, 0.006);
  });
  it('takes all of a silent sound for sounding', () => {
    assert.deepEqual(soundingRange(sound(-1)), { start: 0, end: kokoroRate });
  });
});

describe('tokenBorders', () => {
  it('scales the model’s durations, rounded half to even and at least one frame, to the real length', () => {
    const durations = Float32Array.from([2.5, 1.5, 0.2, 3.4, 2]);
    // 2 + 2 + 1 + 3 + 2 frames over one second
    const borders = [...tokenBorders(chunkOf('abc'), { samples: sound(1), durations })].map(
      (at) => at / kokoroRate,
    );
    assert.deepEqual(
      borders.map((at) => Math.round(at * 10)),
      [2, 4, 5, 8],
    );
  });
  it('without durations puts the words between the pauses that are heard', () => {
    const chunk = chunkOf('aaaa, bbbbbbbbbbbb');
    const samples = sound(-0.2, 1.2, -0.3, 0.5, -0.2);
    const borders = tokenBorders(chunk, { samples, durations: undefined });
    near(borders[0]! / kokoroRate, 0.2);
    near(borders[4]! / kokoroRate, 1.4);
    near(borders[6]! / kokoroRate, 1.7);
    near(borders.at(-1)! / kokoroRate, 2.2);
  });
  it('never falls', () => {
    const borders = tokenBorders(chunkOf('a, b, c, d. e'), {
      samples: sound(0.1, -0.1, 0.05, -0.3, 0.2),
      durations: undefined,
    });
    for (let i = 1; i < borders.length; i++) assert.ok(borders[i]! >= borders[i - 1]!);
  });
});

describe('joinChunks', () => {
  const spoken = (
    symbols: string,
    samples: Float32Array,
    after: Chunk['after'] = 'sentence',
  ): SpokenChunk => {
    const chunk = chunkOf(symbols, after);
    return { chunk, samples, borders: tokenBorders(chunk, { samples, durations: undefined }) };
  };
  const pauses = (samples: Float32Array) =>
    findQuiet(samples).map(({ start, end }) => (end - start) / kokoroRate);

  for (const pause of [0.1, 0.5, 2])
    it(`makes the pause between sentences ${pause} s, between chunks and inside one`, () => {
      const one = spoken('aaaa. bbbb', sound(0.6, -0.3, 0.6, -0.25));
      const two = spoken('cccc', sound(-0.25, 0.6));
      const found = pauses(joinChunks([one, two], pause).samples);
      assert.equal(found.length, 2);
      for (const seconds of found) near(seconds, pause, 0.03);
    });
  it('pauses only briefly inside a sentence that had to be split', () => {
    const joined = joinChunks(
      [spoken('aaaa', sound(0.6, -0.4), 'clause'), spoken('bbbb', sound(-0.4, 0.6))],
      2,
    );
    near(pauses(joined.samples)[0]!, 0.12, 0.03);
  });
  it('does not click: no step between samples is larger than the sound’s own', () => {
    const part = () => spoken('aaaa', sound(0.5003));
    const { samples } = joinChunks([part(), part(), part()], 0.2);
    let step = 0;
    for (let i = 1; i < samples.length; i++) step = Math.max(step, Math.abs(samples[i]! - samples[i - 1]!));
    assert.ok(step <= 0.5 * ((2 * Math.PI * 220) / kokoroRate) * 1.05, `a step of ${step}`);
  });
  it('says where each sample of a chunk went', () => {
    const joined = joinChunks([spoken('aaaa', sound(0.6, -0.3)), spoken('bbbb', sound(-0.3, 0.6))], 0.5);
    near(joined.place(0, 0.3 * kokoroRate) / kokoroRate, 0.3);
    near(joined.place(1, 0.3 * kokoroRate) / kokoroRate, 1.1, 0.03);
    assert.ok(joined.place(1, 0.9 * kokoroRate) <= joined.samples.length);
  });
});

describe('changeSpeed', () => {
  it('changes the length and the borders, not the pitch', () => {
    const { samples, borders } = changeSpeed(sound(1), Float64Array.from([0, kokoroRate]), 1.25);
    near(samples.length / kokoroRate, 0.8, 0.001);
    near(borders[1]! / kokoroRate, 0.8, 0.001);
    let crossings = 0;
    for (let i = 1; i < samples.length; i++) if (samples[i - 1]! < 0 && samples[i]! >= 0) crossings++;
    near(crossings / 0.8, 220, 8);
  });
  it('leaves speed 1 as it is', () => {
    const samples = sound(0.1);
    assert.equal(changeSpeed(samples, new Float64Array(1), 1).samples, samples);
  });
});
