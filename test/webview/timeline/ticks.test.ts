import { strict as assert } from 'node:assert';
import { ticks } from '../../../src/webview/timeline/ticks.ts';

describe('ticks of the ruler', () => {
  it('stand at round times, with labels that keep apart', () => {
    for (const zoom of [0.0001, 0.01, 0.5, 3, 20, 75, 200]) {
      const labels = ticks(0, 1500 / zoom, zoom).filter((tick) => tick.label !== null);
      assert.ok(labels.length >= 2, `some labels at ${zoom}`);
      assert.ok((labels[1]!.time - labels[0]!.time) * zoom >= 64, `room at ${zoom}`);
    }
  });

  it('number no more than the window holds', () => {
    for (const zoom of [0.0001, 0.01, 0.5, 3, 20, 75, 200])
      assert.ok(ticks(0, 1500 / zoom, zoom).length < 200);
  });

  it('show tenths only where they are that close', () => {
    assert.equal(ticks(0, 2, 200)[5]?.label, '0:00.5');
    assert.equal(ticks(0, 20, 20)[5]?.label, '0:05');
  });
});
