import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planTimeline, SAMPLE_RATE, sampleOfFrame } from '../../../src/engine/timeline/plan.ts';

const sound = fc.integer({ min: 0, max: 40 * SAMPLE_RATE }).map((sampleFrames) => ({ sampleFrames }));
const sounds = fc.array(sound, { maxLength: 300 });
const rate = fc.integer({ min: 1, max: 120 });

describe('planTimeline', () => {
  it('gives a segment the fewest whole frames that hold its sound', () => {
    const plan = planTimeline([{ sampleFrames: 1600 }, { sampleFrames: 1601 }, { sampleFrames: 48_000 }], 30);
    assert.deepEqual(
      plan.segments.map((segment) => segment.frames),
      [1, 2, 30],
    );
    assert.deepEqual(plan.segments[2], { firstFrame: 3, frames: 30, firstSample: 4800, samples: 48_000 });
    assert.equal(plan.seconds, 33 / 30);
  });

  it('gives an empty sound one frame', () => {
    assert.equal(planTimeline([{ sampleFrames: 0 }], 25).segments[0]!.frames, 1);
  });

  it('plans nothing for no segments', () => {
    assert.deepEqual(planTimeline([], 30), { segments: [], totalFrames: 0, totalSamples: 0, seconds: 0 });
  });

  it('leaves no gap and no overlap, in frames and in samples', () => {
    fc.assert(
      fc.property(sounds, rate, (list, fps) => {
        const plan = planTimeline(list, fps);
        let frame = 0;
        let sample = 0;
        for (const segment of plan.segments) {
          assert.equal(segment.firstFrame, frame);
          assert.equal(segment.firstSample, sample);
          frame += segment.frames;
          sample += segment.samples;
        }
        assert.equal(plan.totalFrames, frame);
        assert.equal(plan.totalSamples, sample);
      }),
    );
  });

  it('never cuts a sound and never adds a whole frame of silence', () => {
    fc.assert(
      fc.property(sounds, rate, (list, fps) => {
        for (const [i, segment] of planTimeline(list, fps).segments.entries()) {
          const silence = segment.samples - list[i]!.sampleFrames;
          assert.ok(silence >= 0, `cut by ${-silence}`);
          if (list[i]!.sampleFrames > 0) assert.ok(silence < SAMPLE_RATE / fps + 1, `${silence} of silence`);
        }
      }),
    );
  });

  it('does not drift: every segment begins within half a sample of its first frame', () => {
    fc.assert(
      fc.property(sounds, rate, (list, fps) => {
        for (const segment of planTimeline(list, fps).segments)
          assert.ok(Math.abs(segment.firstSample * fps - segment.firstFrame * SAMPLE_RATE) <= fps / 2);
      }),
    );
  });

  it('changes no other frame count when one sound changes', () => {
    fc.assert(
      fc.property(
        fc.array(sound, { minLength: 1, maxLength: 100 }),
        rate,
        sound,
        fc.nat(),
        (list, fps, other, at) => {
          const edited = list.with(at % list.length, other);
          const before = planTimeline(list, fps).segments.map((segment) => segment.frames);
          const after = planTimeline(edited, fps).segments.map((segment) => segment.frames);
          assert.deepEqual(after.toSpliced(at % list.length, 1), before.toSpliced(at % list.length, 1));
        },
      ),
    );
  });

  it('stays exact over ten thousand segments at an awkward rate', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => ({ sampleFrames: 100_003 + i * 7 }));
    const plan = planTimeline(list, 7);
    const last = plan.segments.at(-1)!;
    assert.equal(last.firstSample, sampleOfFrame(last.firstFrame, 7));
    assert.equal(plan.totalSamples, Math.round((plan.totalFrames * SAMPLE_RATE) / 7));
  });

  it('refuses rates and lengths that are not whole or out of range', () => {
    for (const fps of [0, 121, 29.97, Number.NaN]) assert.throws(() => planTimeline([], fps), RangeError);
    for (const sampleFrames of [-1, 0.5, Number.NaN, Infinity])
      assert.throws(() => planTimeline([{ sampleFrames }], 30), RangeError);
  });
});
