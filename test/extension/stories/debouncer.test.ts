import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { createDebouncer } from '../../../src/extension/stories/debouncer.ts';

describe('debouncer', () => {
  it('makes one call of many, per key', async () => {
    const calls: string[] = [];
    const debouncer = createDebouncer(5, async (key) => void calls.push(key));
    for (const key of ['a', 'a', 'b', 'a']) debouncer.trigger(key);
    assert.ok(debouncer.isDue('a'));
    await wait(40);
    assert.deepEqual(calls.sort(), ['a', 'b']);
    assert.ok(!debouncer.isDue('a'));
  });

  it('runs once more, and never at the same time, when triggered while it runs', async () => {
    let running = 0;
    let most = 0;
    let calls = 0;
    const debouncer = createDebouncer(1, async () => {
      most = Math.max(most, ++running);
      calls++;
      await wait(20);
      running--;
    });
    debouncer.trigger('a');
    await wait(10);
    debouncer.trigger('a');
    await wait(80);
    assert.deepEqual({ calls, most }, { calls: 2, most: 1 });
  });

  it('forgets what is due when it is disposed of', async () => {
    let calls = 0;
    const debouncer = createDebouncer(1, async () => void calls++);
    debouncer.trigger('a');
    debouncer.dispose();
    await wait(10);
    assert.equal(calls, 0);
  });
});
