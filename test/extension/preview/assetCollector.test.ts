import { strict as assert } from 'node:assert';
import { setTimeout as wait } from 'node:timers/promises';
import type { AssetEvent } from '../../../src/engine/protocol.ts';
import { createAssetCollector, type AssetCollector } from '../../../src/extension/preview/assetCollector.ts';
import { asset } from '../../support/snapshots.ts';

interface Run {
  give: (asset: AssetEvent) => void;
  end: () => void;
  fail: (error: Error) => void;
  signal: AbortSignal;
}

describe('the collector of assets', () => {
  let runs: Run[];
  let changes: number;
  let errors: unknown[];
  let collector: AssetCollector;

  beforeEach(() => {
    runs = [];
    changes = 0;
    errors = [];
    collector = createAssetCollector({
      run: (_, give, signal) =>
        new Promise((end, fail) => {
          runs.push({ give, end, fail, signal });
          signal.addEventListener('abort', () => fail(new Error('stopped')));
        }),
      onChange: () => changes++,
      onError: (_, error) => errors.push(error),
    });
  });
  afterEach(() => collector.dispose());

  it('asks once for many wishes, and once more for those that came meanwhile', async () => {
    for (let i = 0; i < 5; i++) collector.refresh('/a.md', 1);
    await wait(10);
    assert.equal(runs.length, 1);
    collector.refresh('/a.md', 1);
    collector.refresh('/a.md', 1);
    await wait(10);
    assert.equal(runs.length, 1);
    runs[0]!.end();
    await wait(5);
    assert.equal(runs.length, 2);
  });

  it('tells of assets together, and forgets those that are no more when the answer is complete', async () => {
    collector.refresh('/a.md', 1);
    await wait(10);
    for (const id of ['a', 'b', 'c']) runs[0]!.give(asset(id));
    runs[0]!.end();
    await wait(5);
    assert.equal(changes, 1);
    assert.deepEqual([...collector.of('/a.md').keys()], ['a', 'b', 'c']);
    collector.refresh('/a.md', 1);
    await wait(10);
    runs[1]!.give(asset('b'));
    await wait(150);
    assert.equal(collector.of('/a.md').size, 3);
    runs[1]!.end();
    await wait(5);
    assert.deepEqual([...collector.of('/a.md').keys()], ['b']);
  });

  it('keeps what it knew when the engine fails', async () => {
    collector.refresh('/a.md', 1);
    await wait(10);
    runs[0]!.give(asset('a'));
    runs[0]!.end();
    await wait(5);
    collector.refresh('/a.md', 1);
    await wait(10);
    runs[1]!.fail(new Error('no'));
    await wait(5);
    assert.equal(collector.of('/a.md').size, 1);
    assert.equal(errors.length, 1);
  });

  it('stops the engine, quietly, when the story is forgotten', async () => {
    collector.refresh('/a.md', 1);
    await wait(10);
    collector.forget('/a.md');
    await wait(5);
    assert.ok(runs[0]!.signal.aborted);
    assert.deepEqual([errors.length, changes], [0, 0]);
  });
});
