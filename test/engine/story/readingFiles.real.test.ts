import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { initStory } from '../../../src/engine/initStory.ts';
import { findStories } from '../../../src/engine/story/findStories.ts';
import { loadProject } from '../../../src/engine/story/loadProject.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const makePipe = (file: string) => promisify(execFile)('mkfifo', [file]);

describe('Files that are none', function () {
  if (process.platform === 'win32') return;
  const folder = temporaryFolder();

  it('are no stories: reading one fails at once, and says what it is', async () => {
    await makePipe(join(folder(), 'pipe.md'));
    await symlink('/dev/zero', join(folder(), 'zero.md'));
    await mkdir(join(folder(), 'folder.md'));
    await symlink('loop.md', join(folder(), 'loop.md'));
    await writeFile(join(folder(), 'large.md'), 'x'.repeat(8_000_001));
    const said = {
      pipe: /a pipe/,
      zero: /a device/,
      folder: /a folder/,
      loop: /a link/,
      large: /larger than 8 MB/,
    };
    for (const [name, message] of Object.entries(said))
      await assert.rejects(loadProject(join(folder(), `${name}.md`)), { code: 'FAILED', message });
  });

  it('are problems as sidecar and as settings of the folder', async () => {
    const story = join(folder(), 't.md');
    await writeFile(story, 'One.\n');
    await makePipe(join(folder(), 't.storyflow.yaml'));
    await symlink('/dev/zero', join(folder(), '.storyflow.yaml'));
    const { problems } = await loadProject(story);
    const unreadable = problems.filter(({ code }) => code === 'unreadable');
    assert.deepEqual(
      unreadable.map(({ file, severity }) => [file, severity]),
      ['.storyflow.yaml', 't.storyflow.yaml'].map((name) => [join(folder(), name), 'error']),
    );
    await assert.rejects(initStory(story), { code: 'NOT_READY' });
  });

  it('are no pictures', async () => {
    const story = join(folder(), 't.md');
    await writeFile(story, 'One.\n\n![](images/01.jpg) Two.\n');
    await mkdir(join(folder(), 'images'));
    await makePipe(join(folder(), 'images', '01.jpg'));
    await symlink('/dev/zero', join(folder(), 'images', '02.jpg'));
    const { project, problems } = await loadProject(story);
    assert.equal(project.segments[0]!.imageFile, undefined);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['picture-unassigned', 'picture-missing'],
    );
  });

  it('are not found as stories, nor is what links to folders lead to', async () => {
    await mkdir(join(folder(), 'a', 'images'), { recursive: true });
    await writeFile(join(folder(), 'a', 't.md'), 'One.\n');
    await makePipe(join(folder(), 'a', 'pipe.md'));
    await symlink('..', join(folder(), 'a', 'up'));
    await symlink('/', join(folder(), 'a', 'root'));
    assert.deepEqual(await findStories(folder()), [join(folder(), 'a', 't.md')]);
  });

  it('leave a sidecar as it is where the story is more than can be read', async () => {
    const story = join(folder(), 't.md');
    await writeFile(story, 'One.\n');
    await initStory(story);
    const before = await readFile(join(folder(), 't.storyflow.yaml'), 'utf8');
    await writeFile(story, `${'> '.repeat(1000)}One.\n`);
    await assert.rejects(initStory(story), { code: 'NOT_READY' });
    assert.equal(await readFile(join(folder(), 't.storyflow.yaml'), 'utf8'), before);
  });
});
