import { strict as assert } from 'node:assert';
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock } from '../../../src/engine/status/lock.ts';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const id = '0b7e3a52-6f0e-4c1b-9a55-0b3f5a1c9d11';
const lately = new Date();
const yesterday = new Date(Date.now() - 86_400_000);

describe('left-overs of killed processes in a working folder', () => {
  const folder = temporaryFolder();

  async function put(name: string, time = yesterday): Promise<void> {
    await writeFile(join(folder(), name), '');
    await utimes(join(folder(), name), time, time);
  }

  it('go with the next export, and nothing else does', async () => {
    const ours = [
      `join-12-${id}.txt`,
      `export.lock.12.${id}`,
      `render.json.${id}`,
      `.joined.txt.12-${id}.tmp`,
    ];
    const kept = ['render.json', 'join-12.txt', `export.lock.12.${id}.txt`, 'notes.txt'];
    for (const name of [...ours, ...kept]) await put(name);
    await put(`join-13-${id}.txt`, lately);
    await mkdir(join(folder(), `join-14-${id}.txt`));
    await symlink('render.json', join(folder(), `join-15-${id}.txt`));
    await (await acquireLock(ownFolder(folder()))).release();
    const stay = [...kept, ...[13, 14, 15].map((number) => `join-${number}-${id}.txt`)];
    assert.deepEqual((await readdir(folder())).sort(), stay.sort());
  });

  it('stay in a folder that came from somebody else', async () => {
    await put(`join-12-${id}.txt`);
    await (await acquireLock({ ...ownFolder(folder()), owned: false })).release();
    assert.deepEqual(await readdir(folder()), [`join-12-${id}.txt`]);
  });
});
