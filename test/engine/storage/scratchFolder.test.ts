import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeScratchFolder } from '../../../src/engine/storage/scratchFolder.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** No system gives so large a number. */
const dead = 2 ** 30;

describe('A scratch folder', () => {
  const folder = temporaryFolder();

  it('is gone with what it holds', async () => {
    {
      await using scratch = await makeScratchFolder(folder(), 'test-say');
      await writeFile(join(scratch.path, 'a.wav'), 'sound');
    }
    assert.deepEqual(await readdir(folder()), []);
  });

  it('is removed at the next start when its process died, and nothing else is', async () => {
    await using living = await makeScratchFolder(folder(), 'test-say');
    const left = basename(living.path).replace(`-${process.pid}-`, `-${dead}-`);
    const others = [`other-${dead}-abcdef`, `test-say-elsewhere-${dead}-abcdef`, `${left}x`];
    for (const name of [left, ...others]) await mkdir(join(folder(), name));
    await writeFile(join(folder(), left, 'a.wav'), 'sound');
    await using next = await makeScratchFolder(folder(), 'test-say');
    const expected = [...others, basename(living.path), basename(next.path)];
    assert.deepEqual((await readdir(folder())).sort(), expected.sort());
  });
});
