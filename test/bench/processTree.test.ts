import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'mocha';
import { canMeasureMemory, processTree, treeMemory } from '../../bench/processTree.ts';

describe('memory of a process tree', () => {
  it('counts children and what they hold', async function () {
    if (!canMeasureMemory) return this.skip();
    const script =
      'const held = Buffer.alloc(50e6, 1); console.log(held.length); setInterval(() => held, 1e3)';
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      await once(child.stdout, 'data');
      assert.ok(processTree(process.pid).includes(child.pid!));
      assert.ok(treeMemory(child.pid!) > 50e6);
      assert.ok(treeMemory(process.pid) > treeMemory(child.pid!));
    } finally {
      child.kill();
      await once(child, 'close');
    }
  });

  it('is nothing for a process that has ended', function () {
    if (!canMeasureMemory) return this.skip();
    assert.equal(treeMemory(2 ** 30), 0);
  });
});
