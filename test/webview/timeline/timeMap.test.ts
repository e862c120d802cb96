import { strict as assert } from 'node:assert';
import { startsOf } from '../../../src/webview/timeline/layout.ts';
import { createTimeMap } from '../../../src/webview/timeline/timeMap.ts';

const exported = [
  { id: 'a', start: 0, duration: 2 },
  { id: 'b', start: 2, duration: 4 },
  { id: 'c', start: 6, duration: 2 },
];
const map = (now: Record<string, number>) =>
  createTimeMap(Object.keys(now), startsOf(Object.values(now).map((duration) => ({ duration }))), exported);

describe('time of the video on the timeline', () => {
  it('is the same while the story is as it was exported', () => {
    const same = map({ a: 2, b: 4, c: 2 });
    for (const time of [0, 1, 2, 5.5, 6, 8]) {
      assert.equal(same.toTimeline(time), time);
      assert.equal(same.toVideo(time), time);
    }
  });

  it('follows segments that moved or changed their length', () => {
    const moved = map({ c: 2, a: 2, b: 8 });
    assert.equal(moved.toTimeline(7), 1);
    assert.equal(moved.toTimeline(4), 8);
    assert.equal(moved.toVideo(8), 4);
  });

  it('waits where a segment was deleted', () => {
    const deleted = map({ a: 2, c: 2 });
    assert.equal(deleted.toTimeline(4), 2);
    assert.equal(deleted.toTimeline(7), 3);
  });

  it('knows no moment for a segment that was not exported', () => {
    const grown = map({ a: 2, new: 5, b: 4, c: 2 });
    assert.equal(grown.toVideo(4), undefined);
    assert.equal(grown.toVideo(9), 4);
  });

  it('survives stories and exports without segments', () => {
    assert.equal(map({}).toTimeline(3), 0);
    assert.equal(map({}).toVideo(3), undefined);
    assert.equal(createTimeMap(['a'], [0, 1], []).toTimeline(3), 0);
  });
});
