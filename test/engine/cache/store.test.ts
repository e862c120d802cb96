import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { createStore } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const key = (n: number) => n.toString(16).padStart(64, 'a');
const writing = (bytes: string | Uint8Array) => (file: string) => writeFile(file, bytes);

describe('createStore', () => {
  const folder = temporaryFolder();

  it('gives back what was put, to another process too', async () => {
    const put = await createStore(ownFolder(folder()), { limitBytes: 1e6 }).put(
      key(1),
      writing('frames'),
      '.mp4',
    );
    const got = await createStore(ownFolder(folder()), { limitBytes: 1e6 }).get(key(1));
    assert.equal(got, put);
    assert.match(put, /\.mp4$/);
    assert.equal(await readFile(put, 'utf8'), 'frames');
  });

  it('has no entry, and makes no folder, before something is put', async () => {
    const store = createStore(ownFolder(join(folder(), 'cache')), { limitBytes: 1e6 });
    assert.equal(await store.get(key(1)), undefined);
    await store.close();
    assert.deepEqual(await readdir(folder()), []);
  });

  const damages: Record<string, (file: string) => Promise<unknown>> = {
    'cut short': (file) => truncate(file, 3),
    'overwritten at the same length': (file) => writeFile(file, 'fRames'),
    'made longer': (file) => writeFile(file, 'frames!'),
    emptied: (file) => writeFile(file, ''),
    'joined by a stranger': (file) => writeFile(join(dirname(file), 'stranger'), ''),
  };
  for (const [damage, inflict] of Object.entries(damages)) {
    it(`treats an entry that was ${damage} as missing, and it can be made again`, async () => {
      const store = createStore(ownFolder(folder()), { limitBytes: 1e6 });
      await inflict(await store.put(key(1), writing('frames')));
      assert.equal(await store.get(key(1)), undefined);
      // What is not ours is moved aside with the entry, and stays.
      const left = await readdir(join(folder(), key(1).slice(0, 2)), { recursive: true });
      assert.deepEqual(
        left.filter((name) => !/\.gone-[^/\\]*$/.test(name)).map((name) => basename(name)),
        damage.includes('stranger') ? ['stranger'] : [],
      );
      const again = await store.put(key(1), writing('frames'));
      assert.equal(await store.get(key(1)), again);
    });
  }

  it('replaces a damaged entry that nobody looked at first', async () => {
    const store = createStore(ownFolder(folder()), { limitBytes: 1e6 });
    await truncate(await store.put(key(1), writing('frames')), 1);
    assert.equal(await readFile(await store.put(key(1), writing('frames')), 'utf8'), 'frames');
  });

  it('keeps the first of several concurrent producers and leaves nothing of the others', async () => {
    const stores = [1, 2, 3].map(() => createStore(ownFolder(folder()), { limitBytes: 1e6 }));
    const files = await Promise.all(stores.map((store) => store.put(key(1), writing('same'))));
    assert.equal(new Set(files).size, 1);
    assert.equal(await readFile(files[0]!, 'utf8'), 'same');
    assert.deepEqual(await readdir(join(folder(), 'tmp')), []);
  });

  it('keeps nothing when the producer fails', async () => {
    const store = createStore(ownFolder(folder()), { limitBytes: 1e6 });
    const failing = store.put(key(1), async (file) => {
      await writeFile(file, 'half');
      throw new Error('no more');
    });
    await assert.rejects(failing, /no more/);
    assert.deepEqual(await readdir(join(folder(), 'tmp')), []);
    assert.equal(await store.get(key(1)), undefined);
  });

  it('tells of an entry without reading it', async () => {
    const store = createStore(ownFolder(folder()), { limitBytes: 1e6 });
    assert.equal(await store.has(key(1)), false);
    await store.put(key(1), writing(new Uint8Array(100)));
    assert.deepEqual([await store.has(key(1)), await store.has(key(2))], [true, false]);
  });

  it('says in words that the disk is full', async () => {
    const full = createStore(ownFolder(folder()), { limitBytes: 1e6 }).put(key(1), () =>
      Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' })),
    );
    await assert.rejects(
      full,
      (error) => error instanceof StoryFlowFailure && /disk is full/.test(error.message),
    );
  });

  it('evicts the least recently used entries, but none in use', async () => {
    const before = createStore(ownFolder(folder()), { limitBytes: 1e6, graceSeconds: 0 });
    const files: string[] = [];
    for (const n of [1, 2, 3, 4]) files.push(await before.put(key(n), writing(new Uint8Array(100))));
    for (const [age, file] of [40, 30, 20, 10].map((age, i) => [age, files[i]!] as const))
      await utimes(file, Date.now() / 1000 - age, Date.now() / 1000 - age);

    const store = createStore(ownFolder(folder()), { limitBytes: 350, graceSeconds: 0 });
    assert.ok(await store.get(key(1)), 'the oldest, but in use');
    await store.put(key(5), writing(new Uint8Array(100)));
    const left = await Promise.all([1, 2, 3, 4, 5].map((n) => exists(folder(), n)));
    assert.deepEqual(left, [true, false, false, true, true]);
  });

  it('spares what any process used just now', async () => {
    await createStore(ownFolder(folder()), { limitBytes: 1e6 }).put(key(1), writing(new Uint8Array(100)));
    const other = createStore(ownFolder(folder()), { limitBytes: 10 });
    await other.put(key(2), writing(new Uint8Array(100)));
    await other.close();
    assert.ok(await exists(folder(), 1));
  });

  it('comes back below the limit when entries in use are let go', async () => {
    const store = createStore(ownFolder(folder()), { limitBytes: 250, graceSeconds: 0 });
    for (const n of [1, 2, 3, 4]) await store.put(key(n), writing(new Uint8Array(100)));
    assert.ok(await exists(folder(), 1), 'in use');
    await store.close();
    assert.equal((await readdir(join(folder(), key(1).slice(0, 2)))).length, 2);
  });

  it('sweeps what a dead process left, and spares a living one', async () => {
    const store = createStore(ownFolder(folder()), { limitBytes: 1e6 });
    let mine = '';
    await store.put(key(1), async (file) => {
      mine = dirname(file);
      await writeFile(file, 'x');
    });
    const dead = mine.replace(`-${process.pid}-`, '-4194305-');
    const living = mine.replace(`-${process.pid}-`, `-${process.ppid}-`);
    for (const left of [dead, living]) await mkdir(left, { recursive: true });
    await createStore(ownFolder(folder()), { limitBytes: 1e6 }).put(key(2), writing('y'));
    await assert.rejects(stat(dead));
    assert.ok(await stat(living));
  });

  it('refuses keys that are not plain hashes', async () => {
    const store = createStore(ownFolder(folder()), { limitBytes: 1e6 });
    for (const bad of ['', '../../../etc', 'AB/CD', 'short'])
      await assert.rejects(store.get(bad), RangeError);
  });
});

async function exists(folder: string, n: number): Promise<boolean> {
  return stat(join(folder, key(n).slice(0, 2), key(n))).then(
    () => true,
    () => false,
  );
}
