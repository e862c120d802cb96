import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, exported } from '../../support/cli.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const longAgo = new Date(Date.now() - 30 * 86_400_000);

describe('A story folder from somebody else', () => {
  const folder = temporaryFolder();
  const at = (...names: string[]) => join(folder(), ...names);
  const segments = [{ text: 'One.', picture: '#204060', samples: 24_000 }];

  /** Something of the reader's that is old, has a name like ours, and lies outside the story. */
  async function reader(): Promise<string[]> {
    const names = ['letter.txt', `${'a'.repeat(32)}.wav`, `00/${'0'.repeat(64)}/100-00000000`];
    for (const name of names) {
      await mkdir(join(at('home', name), '..'), { recursive: true });
      await writeFile(at('home', name), 'mine');
      await utimes(at('home', name), longAgo, longAgo);
    }
    return names.map((name) => at('home', name));
  }

  for (const link of [
    '.storyflow',
    '.storyflow/story',
    '.storyflow/story/assets',
    '.storyflow/story/assets/tmp',
    '.storyflow/story/cache/tmp',
    '.storyflow/story/narration',
  ])
    it(`costs its reader nothing where ${link} is a link, and the check says so`, async () => {
      const files = await reader();
      const story = await writeStory(at('story'), { segments });
      await mkdir(join(at('story', link), '..'), { recursive: true });
      await symlink(at('home'), at('story', link));
      for (const command of ['assets', 'status', 'narrate', 'preview', 'check', 'export']) {
        const run = await cli([command, story]);
        assert.doesNotMatch(run.stderr, /did not expect/, command);
        if (command === 'check' || command === 'export') {
          assert.equal(run.exitCode, 3, `${command}: ${run.stderr}`);
          assert.match(run.stderr, new RegExp(`${link.replaceAll('.', '\\.')} is a link`));
        }
      }
      for (const file of files) assert.equal(await readFile(file, 'utf8'), 'mine');
      assert.deepEqual(
        (await readdir(at('home'))).sort(),
        ['00', 'letter.txt', `${'a'.repeat(32)}.wav`].sort(),
      );
    });

  for (const name of ['..', '.'])
    it(`may hold a story called "${name}.md", which has folders of its own all the same`, async () => {
      const story = await writeStory(at('story'), { name, segments });
      await mkdir(at('story', 'narration'));
      const song = at('story', 'narration', `${'b'.repeat(32)}.wav`);
      await writeFile(song, 'mine');
      const done = exported(await cli(['export', story, '--json']));
      assert.equal(done.output_path, at('story', 'output', `${name}.md`, 'final.mp4'));
      assert.equal(await readFile(song, 'utf8'), 'mine');
      const names = await readdir(at('story', '.storyflow'));
      assert.deepEqual(names, [`${name}.md`]);
    });
});
