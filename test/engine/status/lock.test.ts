import { strict as assert } from 'node:assert';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readdir, readFile, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { tokenFolder } from '../../../src/engine/lock/holder.ts';
import { identityOf } from '../../../src/engine/lock/processIdentity.ts';
import { createToken, isTokenHeld } from '../../../src/engine/lock/token.ts';
import { acquireLock, lockHolder } from '../../../src/engine/status/lock.ts';
import { ownFolder, type WorkFolder } from '../../../src/engine/storage/workFolder.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const id = '0b7e3a52-6f0e-4c1b-9a55-0b3f5a1c9d11';

describe('lock of a story', () => {
  const folder = temporaryFolder();
  const work = () => ownFolder(join(folder(), 'story'));

  /** A lock that stands there before, with what it says. */
  async function shipped(lock: unknown, { path } = work()): Promise<string> {
    await mkdir(path, { recursive: true });
    const file = join(path, 'export.lock');
    await writeFile(file, typeof lock === 'string' ? lock : JSON.stringify(lock));
    return file;
  }

  it('is held by one process at a time and free after release', async () => {
    const lock = await acquireLock(work());
    await assert.rejects(acquireLock(work()), { code: 'ALREADY_RENDERING' });
    assert.equal((await lockHolder(work().path))?.pid, process.pid);
    await lock.release();
    assert.equal(await lockHolder(work().path), undefined);
    await (await acquireLock(work())).release();
    assert.deepEqual(await readdir(work().path), []);
  });

  it('is taken over from a process that has died', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    await shipped({ ...(await identityOf(child.pid!)), id });
    await assert.rejects(acquireLock(work()), { code: 'ALREADY_RENDERING' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await acquireLock(work())).release();
    assert.deepEqual(await readdir(work().path), []);
  });

  it('is not held by another process that got the same number', async () => {
    await shipped({ host: hostname(), pid: process.pid, started: 'another boot:1', id });
    assert.equal(await lockHolder(work().path), undefined);
  });

  const started = null;
  const host = hostname();
  const impossible: Record<string, unknown> = {
    'process 1': { host, pid: 1, started, id },
    'process 0': { host, pid: 0, started, id },
    'process -1': { host, pid: -1, started, id },
    'half a process': { host, pid: 4242.5, started, id },
    'a number of words': { host, pid: '2', started, id },
    'a process that runs, of which nobody can say whether it is meant': {
      host,
      pid: process.ppid,
      started,
      id,
    },
    'a token elsewhere': { host, pid: process.ppid, started, id, token: '../../x' },
    'a start that is a number': { host: 'elsewhere', pid: 4242, started: 7, id },
    nothing: null,
    'a list': [],
    garbage: 'no JSON',
    'an empty file': '',
  };
  for (const [what, lock] of Object.entries(impossible))
    it(`is not held by ${what}`, async () => {
      await shipped(lock);
      assert.equal(await lockHolder(work().path), undefined);
      await (await acquireLock(work())).release();
    });

  it('of another host holds while it is fresh, and not in the future', async () => {
    const file = await shipped({ host: 'elsewhere', pid: 4242, started: 'boot:1', id });
    const touched = async (secondsAgo: number) => {
      const time = new Date(Date.now() - secondsAgo * 1000);
      await utimes(file, time, time);
      return (await lockHolder(work().path)) !== undefined;
    };
    assert.deepEqual([await touched(60), await touched(180), await touched(-3600)], [true, false, false]);
    await (await acquireLock(work())).release();
  });

  it('is kept by whoever took it over from one that had gone stale', async () => {
    const mine = await acquireLock(work());
    const theirs = { host: 'elsewhere', pid: 4242, started: 'boot:1', id };
    const file = await shipped(theirs);
    await mine.release();
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), theirs);
  });

  it('goes to exactly one of many who ask at once, also over a dead one', async () => {
    for (let round = 0; round < 5; round++) {
      await shipped({ host: hostname(), pid: process.pid, started: 'another boot:1', id });
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(work())));
      const held = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      assert.equal(held.length, 1);
      await held[0]!.release();
    }
    assert.deepEqual(await readdir(work().path), []);
  });

  describe('in a folder that came from somebody else', () => {
    /** Nothing may be deleted there. */
    const foreign = (): WorkFolder => ({ ...work(), owned: false });

    const kinds: Record<string, (file: string) => Promise<unknown>> = {
      'a folder': async (file) => {
        await mkdir(file);
        await writeFile(join(file, 'kept'), 'kept');
      },
      'a link': (file) => symlink(join(folder(), 'precious'), file),
      'a link to itself': (file) => symlink(file, file),
      'a pipe': async (file) => execFileSync('mkfifo', [file]),
      'an endless file': async (file) => {
        await writeFile(file, '');
        await truncate(file, 2 ** 40);
      },
      garbage: (file) => writeFile(file, '{"pid":'),
    };
    for (const [what, make] of Object.entries(kinds))
      it(`${what} in its place is moved aside, not deleted`, async () => {
        const precious = join(folder(), 'precious');
        await writeFile(precious, 'precious');
        await mkdir(work().path);
        const file = join(work().path, 'export.lock');
        await make(file);
        const { ino } = await lstat(file);
        await (await acquireLock(foreign())).release();
        const [aside, ...more] = await readdir(work().path);
        assert.deepEqual(more, []);
        assert.equal((await lstat(join(work().path, aside!))).ino, ino);
        assert.equal(await readFile(precious, 'utf8'), 'precious');
      });

    it('those moved aside do not add up', async () => {
      for (let i = 0; i < 3; i++) {
        await shipped('garbage');
        await (await acquireLock(foreign())).release();
      }
      assert.deepEqual(await readdir(work().path), ['export.lock.old']);
    });
  });
});

describe('token of a running process', () => {
  const folder = temporaryFolder();

  it('shows that the process runs until it is released', async () => {
    const token = (await createToken(folder()))!;
    assert.ok(await isTokenHeld(folder(), token.id, process.pid));
    assert.ok(!(await isTokenHeld(folder(), token.id, process.ppid)));
    await token.release();
    assert.ok(!(await isTokenHeld(folder(), token.id, process.pid)));
  });

  it('of a process that died says nothing after two minutes, and is gone the next day', async () => {
    const token = (await createToken(folder()))!;
    const age = async (seconds: number) => {
      const time = new Date(Date.now() - seconds * 1000);
      await utimes(join(folder(), token.id), time, time);
    };
    await age(180);
    assert.ok(!(await isTokenHeld(folder(), token.id, process.pid)));
    await token.touch();
    assert.ok(await isTokenHeld(folder(), token.id, process.pid));
    await age(2 * 86_400);
    const other = (await createToken(folder()))!;
    assert.deepEqual(await readdir(folder()), [other.id]);
  });

  it('holds a lock where the system does not say when a process started', async () => {
    const work = join(folder(), 'story');
    const token = (await createToken(tokenFolder()))!;
    const lock = { host: hostname(), pid: process.pid, started: null, id, token: token.id };
    await mkdir(work);
    await writeFile(join(work, 'export.lock'), JSON.stringify(lock));
    assert.equal((await lockHolder(work))?.pid, process.pid);
    await token.release();
    assert.equal(await lockHolder(work), undefined);
  });
});
