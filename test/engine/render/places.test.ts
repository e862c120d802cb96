import assert from 'node:assert/strict';
import { createPlaces } from '../../../src/engine/render/places.ts';
import { laneCount } from '../../../src/engine/render/laneCount.ts';

describe('places', () => {
  const never = new AbortController().signal;

  it('are given in the order in which they were asked for, so many at a time', async () => {
    const places = createPlaces(2);
    const order: number[] = [];
    const held = await Promise.all([places.take(never), places.take(never)]);
    const later = [2, 3].map((n) => places.take(never).then((place) => (order.push(n), place)));
    await Promise.resolve();
    assert.deepEqual(order, []);
    held[0][Symbol.dispose]();
    (await later[0]!)[Symbol.dispose]();
    await later[1];
    assert.deepEqual(order, [2, 3]);
  });

  it('are not waited for after a cancel, and those who gave up lose nothing for the others', async () => {
    const places = createPlaces(1);
    const held = await places.take(never);
    const giveUp = new AbortController();
    const tired = places.take(giveUp.signal);
    const patient = places.take(never);
    giveUp.abort();
    await assert.rejects(tired, { code: 'CANCELLED' });
    held[Symbol.dispose]();
    (await patient)[Symbol.dispose]();
    await assert.rejects(places.take(giveUp.signal), { code: 'CANCELLED' });
    (await places.take(never))[Symbol.dispose]();
  });
});

describe('the number of lanes', () => {
  const hd = { width: 1920, height: 1080 };

  it('is one for each processor', () => {
    assert.equal(laneCount(hd, { processors: 8, memory: 32e9 }), 8);
  });

  it('is what half of the memory allows, but at least one', () => {
    assert.equal(laneCount(hd, { processors: 64, memory: 4e9 }), 7);
    assert.equal(laneCount({ width: 7680, height: 4320 }, { processors: 8, memory: 2e9 }), 1);
  });
});
