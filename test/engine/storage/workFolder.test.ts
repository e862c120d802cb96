import assert from 'node:assert/strict';
import { lstat, mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStore } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { createShelf } from '../../../src/engine/narration/shelf.ts';
import { below, openWorkFolder } from '../../../src/engine/storage/workFolder.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const key = (n: number) => n.toString(16).padStart(64, '0');
const longAgo = new Date(Date.now() - 30 * 86_400_000);
const isLink = (error: unknown) =>
  error instanceof StoryFlowFailure && error.code === 'FAILED' && / is a link: /.test(error.message);

describe('The working folder', () => {
  const folder = temporaryFolder();
  const story = () => join(folder(), 'story');
  const path = () => join(story(), '.storyflow', 'tale');
  const state = () => join(folder(), 'state');
  const home = () => join(folder(), 'home');
  const open = () => openWorkFolder(path(), state());
  const cache = async () => createStore(below(await open(), 'cache'), { limitBytes: 10, graceSeconds: 0 });
  beforeEach(async () => {
    await mkdir(story());
    await mkdir(home());
  });

  /** Whatever StoryFlow deletes by itself, after many days. */
  async function useEverything(): Promise<void> {
    const store = await cache();
    await store.put(key(0xfff), (file) => writeFile(file, 'x'.repeat(100))).catch(() => undefined);
    await store.close();
    const shelf = createShelf(below(await open(), 'narration'), 0);
    await shelf.tidy();
  }

  async function writeOld(file: string): Promise<void> {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, 'mine');
    await utimes(file, longAgo, longAgo);
  }

  it('is made when something is kept, and is owned from then on, also after it was moved', async () => {
    const before = await open();
    assert.equal(before.owned, false);
    assert.deepEqual(await readdir(story()), []);
    await before.make('cache', 'aa');
    assert.equal(before.owned, true);
    assert.equal((await open()).owned, true);
    await rename(story(), `${story()}-2`);
    const moved = await openWorkFolder(join(`${story()}-2`, '.storyflow', 'tale'), state());
    assert.equal(moved.owned, true);
  });

  it('that came with a story is not owned, whatever marker it brings, but keeps what is put into it', async () => {
    await (await open()).make();
    const marker = await readFile(join(path(), 'owner.json'));
    await rm(state(), { recursive: true });
    assert.equal((await open()).owned, false, 'the user’s memory is gone');
    const store = await cache();
    const entries = [key(1), key(2)];
    for (const each of entries) await store.put(each, (file) => writeFile(file, 'x'.repeat(100)));
    await store.close();
    for (const each of entries)
      assert.ok(await (await cache()).get(each), 'above the limit, and still there');
    assert.deepEqual(await readFile(join(path(), 'owner.json')), marker);
  });

  it('is owned again once it has been emptied', async () => {
    await mkdir(path(), { recursive: true });
    const found = await open();
    assert.equal(found.owned, false);
    await found.make('cache');
    assert.equal(found.owned, true);
  });

  for (const level of ['.storyflow', '.storyflow/tale', '.storyflow/tale/cache', '.storyflow/tale/cache/00'])
    it(`refuses to write where ${level} is a link`, async () => {
      await mkdir(join(story(), level, '..'), { recursive: true });
      await symlink(home(), join(story(), level));
      await assert.rejects(
        (await cache()).put(key(1), (file) => writeFile(file, 'x')),
        isLink,
      );
      assert.deepEqual(await readdir(home()), []);
    });

  const linked: [string, string, string][] = [
    ['cache/tmp', '', 'notes/old.txt'],
    ['cache/tmp', '', 'host-999999-00000000-0000-0000-0000-000000000000/making'],
    ['cache/00', '', `${key(5)}/100-00000000`],
    ['cache', '', `00/${key(5)}/100-00000000`],
    ['narration', '', `${'a'.repeat(32)}.wav`],
    [`cache/00/${key(7)}`, '', '100-00000000'],
  ];
  for (const [link, , victim] of linked)
    for (const owned of [true, false])
      it(`deletes nothing behind ${link.slice(0, 24)} (${victim.slice(0, 20)}…) that is a link, ${owned ? 'in its own folder too' : 'in a shared one'}`, async () => {
        const file = join(home(), victim);
        await writeOld(file);
        if (owned) await (await open()).make();
        await mkdir(join(path(), link, '..'), { recursive: true });
        await symlink(home(), join(path(), link));
        await useEverything();
        assert.equal(await readFile(file, 'utf8'), 'mine');
      });

  it('deletes nothing of a name that is not its own pattern', async () => {
    const own = await open();
    await own.make('cache', 'tmp');
    const files = [
      'cache/tmp/letter.txt',
      `cache/00/diary/day.txt`,
      `cache/00/${key(3)}/thesis.doc`,
      'narration/song.wav',
    ];
    for (const file of files) await writeOld(join(path(), file));
    await useEverything();
    for (const file of files) assert.equal(await readFile(join(path(), file), 'utf8'), 'mine', file);
  });

  it('is refused where a folder within it is on another disk', async function () {
    const device = (await lstat('/dev/shm').catch(() => undefined))?.dev;
    if (process.getuid?.() !== 0 || device === undefined) this.skip();
    const { execa } = await import('execa');
    await mkdir(join(path(), 'cache'), { recursive: true });
    await execa('mount', ['--bind', '/dev/shm', join(path(), 'cache')]).catch(() => this.skip());
    try {
      const put = (await cache()).put(key(1), (file) => writeFile(file, 'x'));
      await assert.rejects(put, /another disk that is mounted there/);
    } finally {
      await execa('umount', [join(path(), 'cache')]);
    }
  });
});
