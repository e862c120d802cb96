import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { readingTrouble, readRegular } from '../../../src/engine/storage/regularFile.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('A file that is read', () => {
  const folder = temporaryFolder();
  const trouble = (file: string, limit = 1000) => readRegular(file, limit).then(() => 'read', readingTrouble);

  it('is read whole up to its limit, through a link too', async () => {
    const file = join(folder(), 'a');
    for (const size of [0, 1, 999, 1000]) {
      await writeFile(file, 'x'.repeat(size));
      assert.equal((await readRegular(file, 1000)).toString(), 'x'.repeat(size));
    }
    await symlink(file, join(folder(), 'link'));
    assert.equal((await readRegular(join(folder(), 'link'), 1000)).length, 1000);
    await writeFile(file, 'x'.repeat(1001));
    assert.equal(await trouble(file), 'it is larger than 1 KB');
  });

  it('is read to its end where the system says that it is empty', async function () {
    if (process.platform !== 'linux') this.skip();
    assert.match((await readRegular('/proc/self/status', 1e5)).toString(), /^Name:/);
    assert.equal(await trouble('/proc/self/status', 10), 'it is larger than 0 KB');
  });

  it('is refused when it is a folder, a pipe, a device, a socket, a link to one, or not there', async function () {
    if (process.platform === 'win32') this.skip();
    const at = (name: string) => join(folder(), name);
    await mkdir(at('folder'));
    await execa('mkfifo', [at('pipe')]);
    await symlink('/dev/zero', at('zero'));
    await symlink(at('loop'), at('loop'));
    const server = createServer().listen(at('socket'));
    try {
      assert.equal(await trouble(at('folder')), 'it is a folder');
      for (const name of ['pipe', 'zero', 'socket'])
        assert.equal(
          await trouble(at(name)),
          'it is no ordinary file but a device, a pipe or a socket',
          name,
        );
      assert.equal(await trouble(at('loop')), 'it is a link that leads back to itself');
      assert.equal(await trouble(at('missing')), 'there is no such file');
      assert.equal(
        await trouble(at('folder/../x\0')),
        'its name holds a character that no file name may have',
      );
    } finally {
      server.close();
    }
  });
});
