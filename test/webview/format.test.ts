import { strict as assert } from 'node:assert';
import {
  formatBytes,
  formatLength,
  formatTime,
  formatTimeLeft,
  spokenTime,
} from '../../src/webview/format.ts';

const table = <Input>(format: (input: Input) => string, rows: [Input, string][]) => {
  for (const [input, text] of rows) assert.equal(format(input), text, String(input));
};

describe('formats of the preview', () => {
  it('writes times as a clock shows them', () => {
    table(formatTime, [
      [0, '0:00'],
      [7.99, '0:07'],
      [60, '1:00'],
      [3723.4, '1:02:03'],
      [-1, '0:00'],
    ]);
    assert.equal(formatTime(7.44, 1), '0:07.4');
    assert.equal(formatTime(0.3, 1), '0:00.3');
    assert.equal(formatTime(59.99, 1), '0:59.9');
  });

  it('writes lengths of segments', () => {
    table(formatLength, [
      [5.24, '5.2 s'],
      [59.94, '59.9 s'],
      [59.97, '1:00'],
      [72, '1:12'],
    ]);
  });

  it('says times in words', () => {
    table(spokenTime, [
      [0, '0 seconds'],
      [1, '1 second'],
      [72, '1 minute 12 seconds'],
      [3600, '1 hour'],
    ]);
  });

  it('writes sizes in decimal units and never as 1000 of one', () => {
    table(formatBytes, [
      [0, '0 B'],
      [999, '999 B'],
      [999_950, '1.0 MB'],
      [12_345_678, '12.3 MB'],
      [123_456_789, '123 MB'],
      [2.5e9, '2.5 GB'],
    ]);
  });

  it('is vague about the time left, as estimates are', () => {
    table(formatTimeLeft, [
      [1, 'almost done'],
      [12, 'about 15 s left'],
      [54, 'about 55 s left'],
      [56, 'about 1 min left'],
      [150, 'about 3 min left'],
      [3900, 'about 1 h 5 min left'],
    ]);
  });
});
