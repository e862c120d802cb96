import { strict as assert } from 'node:assert';
import { relative, sep } from 'node:path';
import { findStories } from '../../../src/engine/story/findStories.ts';
import { withStoryFolder } from '../../support/storyFolder.ts';

describe('findStories', () => {
  it('finds texts with a sidecar, or with pictures beside them, and no papers or tools’ files', async () => {
    const files = [
      'README.md',
      'notes.txt',
      'images/x.png',
      'tale.md',
      'tale.txt',
      'plain/essay.md',
      'plain/told.md',
      'plain/told.storyflow.yaml',
      'wide/.storyflow.yaml',
      'wide/a.txt',
      'wide/b.MD',
      'wide/.hidden.md',
      'papers/readme.md',
      'papers/readme.storyflow.yaml',
      'node_modules/p/a.md',
      'node_modules/p/images/1.png',
      '.git/a.md',
      '.git/images/1.png',
      'output/a.md',
      'output/images/1.png',
      '.storyflow/a.md',
      '.storyflow/images/1.png',
      'images/caption.txt',
    ];
    await withStoryFolder(Object.fromEntries(files.map((file) => [file, null])), async (folder) => {
      const found = (await findStories(folder)).map((file) => relative(folder, file).split(sep).join('/'));
      assert.deepEqual(found, ['papers/readme.md', 'plain/told.md', 'tale.md', 'wide/a.txt', 'wide/b.MD']);
    });
  });

  it('finds nothing in a folder that is not there', async () => {
    assert.deepEqual(await findStories('/nowhere/at/all'), []);
  });
});
