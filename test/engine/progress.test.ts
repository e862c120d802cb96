import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { createProgressMeter, expectedSeconds } from '../../src/engine/progress.ts';

describe('progress of an export', () => {
  it('never falls, stays below 100, and names a segment of the story, whatever arrives in whatever order', () => {
    const step = fc.record({
      kind: fc.constantFrom('narrated', 'rendered'),
      index: fc.nat(4),
      value: fc.double({ min: 0, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const meter = createProgressMeter([1, 2, 3, 4, 5]);
        let last = -1;
        for (const { kind, index, value } of steps) {
          if (kind === 'narrated') meter.narrated(index, value);
          else meter.rendered(index, Math.floor(value), 60);
          const progress = meter.current();
          assert.ok(progress.percentage >= last && progress.percentage <= 99);
          assert.ok(progress.current_segment >= 1 && progress.current_segment <= 5);
          assert.equal(progress.total_segments, 5);
          last = progress.percentage;
        }
      }),
    );
  });

  it('says in words what happens now', () => {
    const meter = createProgressMeter([5, 5]);
    assert.equal(meter.current().current_phase, 'Narrating segment 1 of 2');
    meter.narrated(0, 5);
    assert.equal(meter.current().current_phase, 'Narrating segment 2 of 2');
    meter.rendered(0, 150, 150);
    assert.equal(meter.current().current_phase, 'Rendering segment 2 of 2');
    meter.joining();
    assert.equal(meter.current().current_phase, 'Joining segments and sound');
  });

  it('estimates the time left from the work done, and not before there is any', () => {
    let now = 0;
    const meter = createProgressMeter([10, 10], () => now);
    assert.equal(meter.current().seconds_left, null);
    now = 20_000;
    meter.narrated(0, 10);
    meter.narrated(1, 10);
    meter.rendered(0, 300, 300);
    const left = meter.current().seconds_left!;
    // A bit more than half of the work took 20 s.
    assert.ok(left > 10 && left < 21, String(left));
  });

  it('expects longer sound for longer text and slower speech', () => {
    assert.ok(expectedSeconds('a'.repeat(140), 1) > 10);
    assert.ok(expectedSeconds('a'.repeat(140), 0.5) > 20);
  });
});
