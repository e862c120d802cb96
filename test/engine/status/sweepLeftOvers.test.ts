import { strict as assert } from 'node:assert';
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock } from '../../../src/engine/status/lock.ts';
import { ownMark } from '../../../src/engine/storage/ownMark.ts';
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
    const [host] = /^\w+/.exec(ownMark)!;
    const names = (mark: string) => [
      `join-${mark}-${id}.txt`,
      `export.lock.${mark}-${id}`,
      `render.json.${mark}-${id}`,
      `.joined.txt.${mark}-${id}.tmp`,
    ];
    for (const name of names(`${host}-4194305`)) await put(name, lately);
    for (const name of names('elsewhere-12')) await put(name);
    const living = [...names(`${host}-${process.ppid}`), `join-elsewhere-13-${id}.txt`];
    for (const name of living) await put(name, name.includes('elsewhere') ? lately : yesterday);
    const kept = ['render.json', 'join-12.txt', `export.lock.12.${id}.txt`, 'notes.txt', `render.json.${id}`];
    for (const name of kept) await put(name);
    const strange = [14, 15].map((number) => `join-${host}-41943${number}-${id}.txt`);
    await mkdir(join(folder(), strange[0]!));
    await symlink('render.json', join(folder(), strange[1]!));
    await (await acquireLock(ownFolder(folder()))).release();
    assert.deepEqual((await readdir(folder())).sort(), [...kept, ...living, ...strange].sort());
  });

  it('stay in a folder that came from somebody else', async () => {
    await put(`join-elsewhere-12-${id}.txt`);
    await (await acquireLock({ ...ownFolder(folder()), owned: false })).release();
    assert.deepEqual(await readdir(folder()), [`join-elsewhere-12-${id}.txt`]);
  });
});
