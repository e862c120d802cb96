import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { acquireLock, lockHolder } from '../../../src/engine/status/lock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('lock of a story', () => {
  const folder = temporaryFolder();

  it('is held by one process at a time and free after release', async () => {
    const work = join(folder(), 'one');
    const lock = await acquireLock(work);
    await assert.rejects(acquireLock(work), { code: 'ALREADY_RENDERING' });
    assert.equal((await lockHolder(work))?.pid, process.pid);
    await lock.release();
    assert.equal(await lockHolder(work), undefined);
    await (await acquireLock(work)).release();
    assert.deepEqual(await readdir(work), []);
  });

  it('is taken over from a process that has died', async () => {
    const work = join(folder(), 'dead');
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const lock = await acquireLock(work);
    await lock.release();
    await writeFile(
      join(work, 'export.lock'),
      JSON.stringify({ host: hostname(), pid: child.pid, started: null }),
    );
    await assert.rejects(acquireLock(work), { code: 'ALREADY_RENDERING' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await acquireLock(work)).release();
  });

  it('is not held by another process that got the same number', async () => {
    const work = join(folder(), 'recycled');
    await (await acquireLock(work)).release();
    await writeFile(
      join(work, 'export.lock'),
      JSON.stringify({ host: hostname(), pid: process.pid, started: 'another boot:1' }),
    );
    assert.equal(await lockHolder(work), undefined);
  });

  it('survives a lock file of garbage', async () => {
    const work = join(folder(), 'garbage');
    await (await acquireLock(work)).release();
    await writeFile(join(work, 'export.lock'), '{"pid":');
    await (await acquireLock(work)).release();
  });

  it('goes to exactly one of many who ask at once', async () => {
    const work = join(folder(), 'many');
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(work)));
    assert.equal(tries.filter((t) => t.status === 'fulfilled').length, 1);
  });
});
