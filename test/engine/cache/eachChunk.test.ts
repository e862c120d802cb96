import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eachChunk } from '../../../src/engine/cache/eachChunk.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('Reading a file in chunks', () => {
  const folder = temporaryFolder();

  async function fileOf(bytes: Buffer, name: string): Promise<string> {
    const file = join(folder(), name);
    await writeFile(file, bytes);
    return file;
  }

  async function contentOf(file: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    const size = await eachChunk(file, (chunk) => chunks.push(Buffer.from(chunk)));
    const content = Buffer.concat(chunks);
    assert.equal(content.length, size);
    return content;
  }

  it('gives every byte once, in order, while other files are being read', async () => {
    const sizes = [0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1_000_003, 3 << 18];
    const contents = sizes.map((size) => randomBytes(size));
    const files = await Promise.all(contents.map((bytes, i) => fileOf(bytes, `${i}`)));
    const read = await Promise.all([...files, ...files].map(contentOf));
    read.forEach((content, i) => assert.ok(content.equals(contents[i % sizes.length]!), files[i]));
  });

  it('passes on what goes wrong, and reads the next file as well as ever', async () => {
    const bytes = randomBytes(700_000);
    const file = await fileOf(bytes, 'a');
    const clumsy = () => {
      throw new Error('dropped');
    };
    await assert.rejects(eachChunk(file, clumsy), { message: 'dropped' });
    await assert.rejects(eachChunk(folder(), clumsy), { code: 'EISDIR' });
    await assert.rejects(eachChunk(join(folder(), 'none'), clumsy), { code: 'ENOENT' });
    assert.ok((await contentOf(file)).equals(bytes));
  });
});
