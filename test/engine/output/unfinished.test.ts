import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sweepUnfinished, unfinishedFile } from '../../../src/engine/output/unfinished.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('an unfinished video', () => {
  const folder = temporaryFolder();
  const output = (name = 'final.mp4') => join(folder(), name);

  /** As a process that has died left it. */
  async function leftOver(name: string, pid: number): Promise<string> {
    const file = (await unfinishedFile(output(name))).replace(`-${process.pid}-`, `-${pid}-`);
    await writeFile(file, 'half a video');
    return basename(file);
  }

  async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return child.pid!;
  }

  it('of a process that has died is removed', async () => {
    await leftOver('final.mp4', await deadPid());
    await sweepUnfinished(output());
    assert.deepEqual(await readdir(folder()), []);
  });

  it('whose process number another process has got is removed', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    await leftOver('final.mp4', other.pid!);
    await sweepUnfinished(output());
    assert.deepEqual(await readdir(folder()), []);
    other.kill();
    await once(other, 'exit');
  });

  it('that is being made stays', async () => {
    const file = await unfinishedFile(output());
    await writeFile(file, 'half a video');
    await sweepUnfinished(output());
    assert.deepEqual(await readdir(folder()), [basename(file)]);
  });

  it('of another output stays, whatever its name begins with', async () => {
    const pid = await deadPid();
    const others = ['final-2.mp4', 'final.mp4.part-1.mp4', 'xfinal.mp4', 'final.mp'];
    const left = await Promise.all(others.map((name) => leftOver(name, pid)));
    await sweepUnfinished(output());
    assert.deepEqual((await readdir(folder())).sort(), left.sort());
  });

  it('of another machine stays', async () => {
    const name = await leftOver('final.mp4', await deadPid());
    const foreign = name.replace(/part-[0-9a-f]{8}/, 'part-00000000');
    await writeFile(join(folder(), foreign), 'theirs');
    await sweepUnfinished(output());
    assert.deepEqual(await readdir(folder()), [foreign]);
  });

  it('is a file: a link or a folder with such a name stays', async () => {
    const pid = await deadPid();
    const name = await leftOver('final.mp4', pid);
    await mkdir(
      join(
        folder(),
        name.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    );
    await symlink(
      '/nowhere',
      join(
        folder(),
        name.replace(/.$/, (last) => (last === '2' ? '3' : '2')),
      ),
    );
    await sweepUnfinished(output());
    assert.equal((await readdir(folder())).length, 2);
  });
});
