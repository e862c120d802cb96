import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { createProgressDisplay, formatBar, formatTime } from '../../../src/engine/cli/progressDisplay.ts';
import type { Progress } from '../../../src/engine/protocol.ts';

const progress: Progress = {
  current_segment: 4,
  total_segments: 12,
  percentage: 33,
  current_phase: 'Rendering segment 4 of 12',
  seconds_left: 41,
};

describe('progress display', () => {
  it('writes time as a clock does', () => {
    assert.deepEqual([7, 760, 3723, 59.6].map(formatTime), ['0:07', '12:40', '1:02:03', '1:00']);
  });

  it('fits its bar into any terminal', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        fc.integer({ min: 0, max: 100 }),
        (columns, percentage) => {
          assert.ok(formatBar({ ...progress, percentage }, columns).length < columns);
        },
      ),
    );
    assert.match(formatBar(progress, 80), /Rendering segment 4 of 12 +█+░+ +33 % +0:41 left/);
  });

  it('redraws one line on a terminal, and prints a line a phase elsewhere', () => {
    const written: string[] = [];
    const write = (text: string) => written.push(text);
    const bar = createProgressDisplay({ write, isTTY: true, columns: 80 });
    bar.show(progress);
    bar.above('a warning\n');
    bar.clear();
    assert.ok(!written.join('').replace('a warning\n', '').includes('\n'));
    written.length = 0;
    const lines = createProgressDisplay({ write });
    lines.show(progress);
    lines.show({ ...progress, percentage: 35 });
    lines.show({ ...progress, current_phase: 'Rendering segment 5 of 12' });
    assert.equal(written.length, 2);
    assert.ok(written.every((line) => line.endsWith('\n') && !line.includes('\u001b')));
  });
});
