import { strict as assert } from 'node:assert';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockOutput } from '../../../src/engine/output/outputLock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('lock of an output', () => {
  const folder = temporaryFolder();
  const state = () => join(folder(), 'state');
  const video = () => join(folder(), 'final.mp4');

  it('names the story that writes there', async () => {
    const lock = await lockOutput(video(), '/stories/north.md', state());
    await assert.rejects(lockOutput(video(), '/stories/south.md', state()), {
      code: 'ALREADY_RENDERING',
      message: /final\.mp4.*“north\.md”.*--output/,
    });
    await assert.rejects(lockOutput(video(), '/stories/north.md', state()), /another export of this story/);
    await lock.release();
    await (await lockOutput(video(), '/stories/south.md', state())).release();
    assert.deepEqual(await readdir(folder()), ['state']);
  });

  it('is one, whichever way the folder is reached', async () => {
    await mkdir(join(folder(), 'real'));
    await symlink('real', join(folder(), 'link'));
    const lock = await lockOutput(join(folder(), 'real', 'a.mp4'), '/s.md', state());
    await assert.rejects(lockOutput(join(folder(), 'link', 'a.mp4'), '/t.md', state()), {
      code: 'ALREADY_RENDERING',
    });
    await lock.release();
  });

  it('lets other outputs be written', async () => {
    const lock = await lockOutput(video(), '/s.md', state());
    await (await lockOutput(join(folder(), 'final-2.mp4'), '/s.md', state())).release();
    await lock.release();
  });

  it('lies beside the video where the user’s own folder cannot be written', async () => {
    await writeFile(state(), 'a file where the folder should be');
    const lock = await lockOutput(video(), '/stories/north.md', state());
    await assert.rejects(lockOutput(video(), '/stories/south.md', state()), /“north\.md”/);
    await lock.release();
    assert.deepEqual(await readdir(folder()), ['state']);
  });
});
