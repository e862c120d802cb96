import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatNumber, formatTable, verdict } from '../../bench/report.ts';

describe("the bench's table", () => {
  it('says of every figure with a target whether it was met', () => {
    assert.equal(verdict({ name: 'ratio', value: 1.08, unit: '×', most: 1.1 }), 'met');
    assert.equal(verdict({ name: 'ratio', value: 1.12, unit: '×', most: 1.1 }), 'missed');
    assert.equal(verdict({ name: 'SSIM', value: 0.985, unit: '', least: 0.99 }), 'missed');
    assert.equal(verdict({ name: 'time', value: 3, unit: 's' }), undefined);
    assert.equal(verdict({ name: 'broken', value: NaN, unit: 's', most: 1 }), 'missed');
  });

  it('writes numbers with four significant digits', () => {
    assert.equal(formatNumber(0.00312), '0.00312');
    assert.equal(formatNumber(1.0444), '1.044');
    assert.equal(formatNumber(431.26), '431.3');
    assert.equal(formatNumber(12), '12');
    assert.equal(formatNumber(NaN), '–');
  });

  it('puts figures below the name of their row, in columns', () => {
    const table = formatTable([
      { row: 'kernel', figures: [{ name: 'pan', value: 3.31, unit: 'ms/frame', most: 4 }] },
      { row: 'export', figures: [{ name: 'cold export', value: 40.5, unit: 's' }] },
    ]);
    assert.deepEqual(table.split('\n'), [
      'kernel',
      '  pan          3.310 ms/frame  ≤ 4 met',
      'export',
      '  cold export  40.50 s',
    ]);
  });
});
