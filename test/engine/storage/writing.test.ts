import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFile, replaceFile } from '../../../src/engine/storage/atomicWrite.ts';
import { makeFolders } from '../../../src/engine/storage/folders.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('Writing a file that is not there yet', () => {
  const folder = temporaryFolder();

  it('writes it whole, and leaves what stands there as it was', async () => {
    const file = join(folder(), 'a.yaml');
    await createFile(file, 'one');
    await assert.rejects(createFile(file, 'two'), { code: 'EEXIST' });
    assert.equal(await readFile(file, 'utf8'), 'one');
  });

  it('leaves nothing half-written', async () => {
    const file = join(folder(), 'a.yaml');
    await assert.rejects(createFile(file, null as unknown as string));
    assert.deepEqual(await readdir(folder()), []);
  });
});

describe('Replacing a file', () => {
  const folder = temporaryFolder();

  it('writes it whole and leaves nothing beside it', async () => {
    const file = join(folder(), 'a.yaml');
    await replaceFile(file, 'one');
    await replaceFile(file, 'two');
    assert.equal(await readFile(file, 'utf8'), 'two');
    assert.deepEqual(await readdir(folder()), ['a.yaml']);
  });

  it('refuses a link and a folder, and leaves what is behind them as it was', async () => {
    const file = join(folder(), 'mine');
    await writeFile(file, 'mine');
    await symlink(file, join(folder(), 'link'));
    await mkdir(join(folder(), 'folder'));
    await assert.rejects(replaceFile(join(folder(), 'link'), 'x'), /is a link, and is not written to/);
    await assert.rejects(replaceFile(join(folder(), 'folder'), 'x'), /is a folder, and is not written to/);
    assert.equal(await readFile(file, 'utf8'), 'mine');
    assert.deepEqual((await readdir(folder())).sort(), ['folder', 'link', 'mine']);
  });
});

describe('Making folders', () => {
  const folder = temporaryFolder();

  it('makes all that are missing, and several at once do not disturb each other', async () => {
    const deep = join(folder(), 'a', 'b', 'c');
    await Promise.all([makeFolders(deep), makeFolders(join(deep, 'd')), makeFolders(deep)]);
    assert.ok((await stat(join(deep, 'd'))).isDirectory());
  });

  it('ends where none can be made', async function () {
    await writeFile(join(folder(), 'file'), '');
    await assert.rejects(makeFolders(join(folder(), 'file', 'x')), { code: 'ENOTDIR' });
    if (process.platform !== 'linux') this.skip();
    await assert.rejects(makeFolders('/proc/.cache/storyflow'), { code: 'ENOENT' });
  });
});
