import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const names = ['HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME'];

/**
 * For all tests of the surrounding `describe`: a folder with a home of their own in it, which this process and the
 * engines that it starts share. What StoryFlow remembers for a user says which folders it made.
 *
 * @returns The folder, which is removed afterwards. Call the result inside a test.
 */
export function ownHome(): () => string {
  let folder = '';
  const own = names.map((name) => [name, process.env[name]] as const);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storyflow-attack-'));
    for (const name of names) delete process.env[name];
    process.env['HOME'] = join(folder, 'home');
  });
  after(async () => {
    for (const [name, value] of own)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    await rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}
