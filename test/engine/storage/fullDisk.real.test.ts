import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeRecord } from '../../../src/engine/models/installed.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { openWorkFolder } from '../../../src/engine/storage/workFolder.ts';
import { cli } from '../../support/cli.ts';
import { emptyFilling, mountSmallDisk, type SmallDisk } from '../../support/smallDisk.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('on a full disk', () => {
  let disk: SmallDisk;
  let at = '';
  // Before its folder is removed.
  afterEach(async () => {
    if (at !== '') await disk[Symbol.asyncDispose]();
    at = '';
  });
  const folder = temporaryFolder();

  beforeEach(async function () {
    const mounted = await mountSmallDisk(join(folder(), 'disk'));
    if (!mounted) return this.skip();
    disk = mounted;
    at = disk.folder;
    await writeFile(join(at, 'story.md'), 'Once upon a time.\n');
  });

  const full = /^[^\n]*disk is full: there is no room left in [^\n]*disk[^\n]*\n$/;
  const files = async () => (await readdir(at)).filter((name) => name !== 'filling').sort();

  it('no half sidecar is begun, and one that is there stays', async () => {
    disk.fill(0);
    const begun = await cli(['init', 'story.md'], { cwd: at });
    assert.match(begun.stderr, full);
    assert.deepEqual(await files(), ['story.md']);
    emptyFilling(at);
    assert.equal((await cli(['init', 'story.md'], { cwd: at })).exitCode, 0);
    const sidecar = join(at, 'story.storyflow.yaml');
    const before = await readFile(sidecar, 'utf8');
    await writeFile(join(at, 'story.md'), 'Once upon a time.\n\nThere was a king.\n');
    disk.fill(0);
    const refreshed = await cli(['init', 'story.md'], { cwd: at });
    assert.match(refreshed.stderr, full);
    assert.equal(await readFile(sidecar, 'utf8'), before);
    assert.deepEqual(await files(), ['story.md', 'story.storyflow.yaml']);
  });

  it('a spoken text is written whole or not at all, and says where there is no room', async () => {
    await writeFile(join(at, 'said.wav'), 'mine');
    disk.fill(2);
    const said = await cli(
      ['say', 'Hello there.', '--voice', 'en-us', '--output', 'said.wav', '--overwrite'],
      { cwd: at },
    );
    assert.match(said.stderr, full);
    assert.equal(await readFile(join(at, 'said.wav'), 'utf8'), 'mine');
    assert.deepEqual(await files(), ['said.wav', 'story.md']);
    const inTemp = await cli(['say', 'Hello.', '--voice', 'en-us', '--output', join(folder(), 'said.wav')], {
      env: process.env,
    });
    assert.equal(inTemp.exitCode, 0, inTemp.stderr);
  });

  it('a model is not recorded by half', async () => {
    const home = join(at, 'model');
    await mkdir(home);
    disk.fill(0);
    const model = {
      ...{ id: 'model', name: 'Model', licence: '', source: '', description: '', files: [], home },
      installedAt: new Date().toISOString(),
    };
    await assert.rejects(writeRecord(model), (error) => error instanceof StoryFlowFailure);
    assert.deepEqual(await readdir(home), []);
  });

  it('a working folder is made ours as soon as there is room', async () => {
    const state = join(folder(), 'state');
    const path = join(at, '.storyflow', 'story');
    disk.fill(0);
    await (await openWorkFolder(path, state)).make();
    assert.deepEqual(await readdir(path), []);
    assert.deepEqual(await readdir(join(state, 'folders')), []);
    emptyFilling(at);
    const work = await openWorkFolder(path, state);
    await work.make();
    assert.ok(work.owned);
    await rm(path, { recursive: true });
  });
});
