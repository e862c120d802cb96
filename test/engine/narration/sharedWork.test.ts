import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { createLimit, createSharedWork } from '../../../src/engine/narration/sharedWork.ts';

const never = new AbortController().signal;

/** Work that ends when told to, and notes how often it began and whether it was aborted. */
function controlledWork() {
  let finish!: (value: string) => void;
  const state = { begun: 0, aborted: false };
  const work = (signal: AbortSignal) => {
    state.begun++;
    return new Promise<string>((resolve, reject) => {
      finish = resolve;
      signal.addEventListener('abort', () => {
        state.aborted = true;
        reject(new Error('aborted'));
      });
    });
  };
  return { work, state, finish: (value: string) => finish(value) };
}

describe('Shared work', () => {
  it('is done once for all who ask at the same time', async () => {
    const share = createSharedWork<string>();
    const { work, state, finish } = controlledWork();
    const both = Promise.all([share('a', never, work), share('a', never, work)]);
    finish('done');
    assert.deepEqual(await both, ['done', 'done']);
    assert.equal(state.begun, 1);
  });

  it('is done again for who asks later', async () => {
    const share = createSharedWork<number>();
    let count = 0;
    assert.equal(await share('a', never, async () => ++count), 1);
    assert.equal(await share('a', never, async () => ++count), 2);
  });

  it('goes on when one of two gives up', async () => {
    const share = createSharedWork<string>();
    const { work, state, finish } = controlledWork();
    const impatient = new AbortController();
    const first = share('a', impatient.signal, work);
    const second = share('a', never, work);
    await setImmediate();
    impatient.abort();
    await assert.rejects(first, { code: 'CANCELLED' });
    finish('done');
    assert.equal(await second, 'done');
    assert.equal(state.aborted, false);
  });

  it('is aborted when all have given up, and can be begun anew', async () => {
    const share = createSharedWork<string>();
    const { work, state } = controlledWork();
    const stop = new AbortController();
    const calls = [share('a', stop.signal, work), share('a', stop.signal, work)];
    await setImmediate();
    stop.abort();
    for (const call of calls) await assert.rejects(call, { code: 'CANCELLED' });
    assert.equal(state.aborted, true);
    assert.equal(await share('a', never, async () => 'again'), 'again');
  });

  it('fails for all alike', async () => {
    const share = createSharedWork<string>();
    const calls = [1, 2].map(() => share('a', never, () => Promise.reject(new Error('broken'))));
    for (const call of calls) await assert.rejects(call, /broken/);
  });

  it('is refused to who comes with an aborted signal', async () => {
    const share = createSharedWork<string>();
    await assert.rejects(
      share('a', AbortSignal.abort(), async () => 'x'),
      { code: 'CANCELLED' },
    );
  });
});

describe('A limit', () => {
  it('lets only so many run at a time, in order', async () => {
    const limit = createLimit(2);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 7 }, (_, index) =>
        limit(async () => {
          most = Math.max(most, ++running);
          await setImmediate();
          order.push(index);
          running--;
        }),
      ),
    );
    assert.equal(most, 2);
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6]);
  });

  it('goes on after a failure', async () => {
    const limit = createLimit(1);
    await assert.rejects(limit(() => Promise.reject(new Error('broken'))));
    assert.equal(await limit(async () => 'fine'), 'fine');
  });
});
