import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { createRedrawing } from '../../../src/extension/tree/redrawing.ts';

describe('rows that change often', () => {
  let drawn: string[];

  beforeEach(() => {
    drawn = [];
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  });
  afterEach(() => mock.timers.reset());

  const create = () =>
    createRedrawing(
      (row) => void drawn.push(row),
      () => 500,
    );

  it('are drawn at once, then at intervals, and always with the last change', () => {
    const redrawing = create();
    for (let percent = 0; percent < 10; percent++) {
      redrawing.changed('a', `${percent} %`, 'rendering');
      mock.timers.tick(100);
    }
    assert.equal(drawn.length, 3, 'at 0, 500 and 1000 ms');
    mock.timers.tick(5000);
    assert.equal(drawn.length, 3);
  });

  it('are drawn at once when what matters changes, and not again for what was waiting', () => {
    const redrawing = create();
    redrawing.changed('a', '1 %', 'rendering');
    redrawing.changed('a', '2 %', 'rendering');
    redrawing.changed('a', 'done', 'completed');
    assert.equal(drawn.length, 2);
    mock.timers.tick(5000);
    assert.equal(drawn.length, 2);
  });

  it('are not drawn when they look the same, and do not wait for each other', () => {
    const redrawing = create();
    redrawing.changed('a', '1 %', 'rendering');
    mock.timers.tick(1000);
    redrawing.changed('a', '1 %', 'rendering');
    redrawing.changed('b', '1 %', 'rendering');
    assert.deepEqual(drawn, ['a', 'b']);
  });
});
