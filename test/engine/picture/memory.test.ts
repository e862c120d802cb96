import assert from 'node:assert/strict';
import { createBudget } from '../../../src/engine/picture/memory.ts';
import { isDrawing, unfoldedBytes } from '../../../src/engine/picture/effort.ts';

const never = new AbortController().signal;

describe('A budget', () => {
  it('lets in who fits, in order, and who asks for more than there is alone', async () => {
    const budget = createBudget(10);
    const order: string[] = [];
    const take = async (name: string, amount: number) => {
      const share = await budget.take(amount, never);
      order.push(name);
      return share;
    };
    const first = await take('first', 6);
    const huge = take('huge', 1000);
    const small = take('small', 1);
    await Promise.resolve();
    assert.deepEqual(order, ['first']);
    first[Symbol.dispose]();
    (await huge)[Symbol.dispose]();
    (await small)[Symbol.dispose]();
    assert.deepEqual(order, ['first', 'huge', 'small']);
  });

  it('lets go of who cancels, and goes on with the next', async () => {
    const budget = createBudget(10);
    const first = await budget.take(6, never);
    const controller = new AbortController();
    const waiting = budget.take(10, controller.signal);
    const next = budget.take(4, never);
    controller.abort();
    await assert.rejects(waiting, /Cancelled/);
    (await next)[Symbol.dispose]();
    first[Symbol.dispose]();
    await budget.take(10, never);
  });
});

describe('What a picture takes', () => {
  const header = { width: 1000, height: 1000, channels: 3 as const, depth: 'uchar' as const };

  it('is nothing when it comes row by row, and all of it otherwise', () => {
    assert.equal(unfoldedBytes({ ...header, format: 'jpeg' } as never), 0);
    assert.equal(unfoldedBytes({ ...header, format: 'png' } as never), 0);
    assert.equal(unfoldedBytes({ ...header, format: 'png', isProgressive: true } as never), 3e6);
    assert.equal(unfoldedBytes({ ...header, format: 'png', orientation: 6 } as never), 3e6);
    assert.equal(
      unfoldedBytes({ ...header, format: 'png', depth: 'ushort', isProgressive: true } as never),
      6e6,
    );
    assert.equal(unfoldedBytes({ ...header, format: 'gif' } as never), 5e6);
  });

  it('cannot be known of a drawing, also a packed one', () => {
    assert.ok(isDrawing(Buffer.from('<?xml version="1.0"?>\n<svg/>')));
    assert.ok(isDrawing(Buffer.from([0x1f, 0x8b, 8])));
    assert.ok(!isDrawing(Buffer.from('\x89PNG\r\n', 'latin1')));
  });
});
