import assert from 'node:assert/strict';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileHasher } from '../../../src/engine/cache/fileHasher.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('The hash of a file', () => {
  const folder = temporaryFolder();

  it('follows its content', async () => {
    const hash = createFileHasher();
    const file = join(folder(), 'a');
    await writeFile(file, 'one');
    const first = await hash(file);
    assert.equal(await hash(file), first);
    await writeFile(file, 'two');
    await utimes(file, 1, 1);
    assert.notEqual(await hash(file), first);
  });

  it('is asked for again after it could not be read', async () => {
    const hash = createFileHasher();
    // A folder has a size and a time, but no bytes.
    const file = join(folder(), 'a');
    await mkdir(file);
    await utimes(file, 1, 1);
    await Promise.all([1, 2].map(() => assert.rejects(hash(file), { code: 'EISDIR' })));
    await assert.rejects(hash(file), { code: 'EISDIR' });
  });
});
