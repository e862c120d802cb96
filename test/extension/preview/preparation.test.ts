import { strict as assert } from 'node:assert';
import { createPreparation } from '../../../src/extension/preview/preparation.ts';
import { exportResult } from '../../support/snapshots.ts';

describe('preparing an exported video for the preview', () => {
  const first = { ...exportResult(), preview_path: null };
  const second = { ...first, exported_at: new Date(3_000_000).toISOString() };
  let made: { resolve: () => void; reject: (error: Error) => void }[];
  let ended: number;
  let preparation: ReturnType<typeof createPreparation>;

  beforeEach(() => {
    made = [];
    ended = 0;
    preparation = createPreparation(
      () => new Promise((resolve, reject) => made.push({ resolve, reject })),
      () => ended++,
    );
  });

  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('asks once for one result, however often it is shown, and says when it is done', async () => {
    assert.deepEqual(preparation(first), { running: true });
    assert.deepEqual(preparation({ ...first }), { running: true });
    assert.equal(made.length, 1);
    made[0]!.resolve();
    await settled();
    assert.equal(ended, 1);
    assert.deepEqual(preparation(first), { running: false });
    assert.equal(made.length, 1);
  });

  it('tells why it failed, and tries again with the next result', async () => {
    preparation(first);
    made[0]!.reject(new Error('The disk is full.'));
    await settled();
    assert.deepEqual(preparation(first), { running: false, failure: 'The disk is full.' });
    assert.deepEqual(preparation(second), { running: true });
    assert.equal(made.length, 2);
  });

  it('does not take the end of an older one for that of the newer', async () => {
    preparation(first);
    preparation(second);
    made[0]!.reject(new Error('The video was replaced.'));
    await settled();
    assert.deepEqual(preparation(second), { running: true });
  });
});
