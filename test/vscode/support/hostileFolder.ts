import { mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeTale, type TestWorkspace } from './workspace.ts';

/** A folder that somebody shares to harm whoever opens it, and what it is after. */
export interface HostileFolder extends TestWorkspace {
  /** Files of the user's, a year old, that links in the folder lead to. */
  victim: string;
  /** Where the machine's programs keep what they keep for the user: the environment that says so. */
  userFolders: Record<'XDG_CACHE_HOME' | 'XDG_DATA_HOME' | 'XDG_STATE_HOME', string>;
}

const attack = '\u202eeguor\u2066\u001b]0;owned\u0007';

/** `Tale.md`, which is harmless but for its words and what is shipped with it, and `Links.md`. */
export async function createHostileFolder(): Promise<HostileFolder> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'storyflow-hostile-')));
  const folder = join(parent, 'shared');
  const victim = join(parent, 'victim');
  await mkdir(folder);
  const tale = await writeTale(folder, { title: `A Tale${attack}` });
  await write(join(folder, 'Links.md'), '# Links\n\nThe working folder of this one is a trap.\n');
  await write(
    join(folder, 'Links.storyflow.yaml'),
    `output: ${victim}/film.mp4\nsegments:\n  - id: "//\\e[2J \\u202e"\n    text: The working folder\n`,
  );
  await oldFiles(victim);
  await shipState(folder, victim);
  const userFolders = {
    XDG_CACHE_HOME: join(parent, 'user/cache'),
    XDG_DATA_HOME: join(parent, 'user/data'),
    XDG_STATE_HOME: join(parent, 'user/state'),
  };
  for (const one of Object.values(userFolders)) await mkdir(one, { recursive: true });
  return {
    ...tale,
    victim,
    userFolders,
    remove: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }),
  };
}

async function oldFiles(victim: string): Promise<void> {
  const longAgo = Date.now() / 1000 - 365 * 86_400;
  for (const name of ['thesis.txt', 'film.mp4', 'aa/0123456789abcdef', 'tmp/left']) {
    await write(join(victim, name), 'dear to me');
    await utimes(join(victim, name), longAgo, longAgo);
  }
}

/** Records that name files of the system, and links at every level to where nothing may be written or deleted. */
async function shipState(folder: string, victim: string): Promise<void> {
  const result = {
    output_path: '/etc/passwd',
    duration: 1,
    file_size: 1,
    exported_at: new Date().toISOString(),
    resolution_width: 1,
    resolution_height: 1,
    framerate: 1,
    segments: [],
    preview_path: '/etc/passwd',
  };
  const progress = {
    current_segment: 0,
    total_segments: 0,
    percentage: 0,
    current_phase: attack,
    seconds_left: null,
  };
  const record = {
    project_id: 'x',
    status: 'COMPLETED',
    progress,
    result,
    updated_at: new Date().toISOString(),
  };
  await write(join(folder, '.storyflow/Tale/render.json'), JSON.stringify(record));
  const failed = { ...record, status: 'FAILED', reason: attack };
  await write(join(folder, '.storyflow/Links/render.json'), JSON.stringify(failed));
  for (const name of ['assets', 'cache', 'narration', 'tmp'])
    await symlink(victim, join(folder, '.storyflow/Links', name));
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
