import { execFile } from 'node:child_process';
import { mkdir, open, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { goodSidecar, writeSidecar } from './goodStory.ts';
import { someRuns, wholeRun, type Family, type Place } from './input.ts';

/** What stands where a file is expected. Takes the place of whatever is there. */
export interface Oddity {
  what: string;
  /** Nothing that is wanted can be read from it. */
  unreadable: boolean;
  put(file: string, place: Place): Promise<unknown>;
}

const linkTo = (what: string, target: (place: Place) => string, unreadable = true): Oddity => ({
  what: `a link to ${what}`,
  unreadable,
  put: (file, place) => symlink(target(place), file),
});

/** Where a guard is missing they are written through: none may lead to anything that can be lost, but what is watched. */
export const oddities: readonly Oddity[] = [
  linkTo('/dev/zero', () => '/dev/zero'),
  linkTo('/dev/random', () => '/dev/random'),
  linkTo('/dev/full', () => '/dev/full'),
  linkTo('/dev/tty', () => '/dev/tty'),
  linkTo('/proc/kmsg', () => '/proc/kmsg'),
  linkTo('its own standard input', () => '/proc/self/fd/0'),
  linkTo('nothing', ({ victims }) => join(victims, 'new-file')),
  linkTo('itself', ({ folder }) => join(folder, 'loop')),
  linkTo('a folder of others', ({ victims }) => victims),
  linkTo('a file of others', ({ victims }) => join(victims, 'notes.txt')),
  linkTo('a FIFO', ({ victims }) => join(victims, 'fifo')),
  { what: 'a FIFO', unreadable: true, put: (file) => promisify(execFile)('mkfifo', [file]) },
  { what: 'a socket', unreadable: true, put: socket },
  { what: 'a folder', unreadable: true, put: (file) => mkdir(file) },
  { what: 'an empty file', unreadable: true, put: (file) => writeFile(file, '') },
  { what: 'a sparse file of 1 TB', unreadable: true, put: (file) => sparse(file, 2 ** 40) },
  { what: 'a sparse file of 300 MB', unreadable: true, put: (file) => sparse(file, 300 * 2 ** 20) },
  { what: 'NULs', unreadable: true, put: (file) => writeFile(file, Buffer.alloc(5000)) },
];

async function sparse(file: string, size: number): Promise<void> {
  const handle = await open(file, 'w');
  await handle.truncate(size);
  await handle.close();
}

/** Its listener is gone; the file stays. */
async function socket(file: string): Promise<void> {
  // The path of a socket is at most 107 bytes long: it is made in the folder and found from there.
  const server = createServer();
  const before = process.cwd();
  process.chdir(join(file, '..'));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(file.slice(file.lastIndexOf('/') + 1), resolve);
    });
    // Closing would remove it.
    server.unref();
  } finally {
    process.chdir(before);
  }
}

const targets: readonly { what: string; path: (place: Place) => string; needed: boolean }[] = [
  { what: 'story', path: ({ story }) => story, needed: true },
  { what: 'sidecar', path: ({ folder }) => join(folder, 'story.storyflow.yaml'), needed: false },
  { what: 'folder settings', path: ({ folder }) => join(folder, '.storyflow.yaml'), needed: false },
  { what: 'picture', path: ({ folder }) => join(folder, 'images/a.png'), needed: true },
  { what: 'recording', path: ({ folder }) => join(folder, 'sounds/a.wav'), needed: true },
  { what: 'folder of pictures', path: ({ folder }) => join(folder, 'images'), needed: false },
  { what: 'output folder', path: ({ folder }) => join(folder, 'output'), needed: false },
  { what: 'output folder of the story', path: ({ folder }) => join(folder, 'output/story'), needed: false },
  { what: 'video', path: ({ folder }) => join(folder, 'output/story/final.mp4'), needed: false },
];

/** No ordinary file where one is expected. */
export const oddFiles: Family = {
  name: 'odd files',
  share: 60,
  async make(dice, place) {
    const target = dice.one(targets);
    const oddity = dice.one(oddities);
    const file = target.path(place);
    await rm(file, { recursive: true, force: true });
    await mkdir(join(file, '..'), { recursive: true });
    await oddity.put(file, place);
    if (target.what === 'folder of pictures') await noPicturesNamed(place);
    const plain = target.what === 'sidecar' || target.what === 'folder settings';
    return {
      what: `${target.what}: ${oddity.what}`,
      runs: plain ? someRuns(dice) : wholeRun,
      mustNotPass: target.needed && oddity.unreadable,
    };
  },
};

/** Then pictures are looked for in the folder. */
async function noPicturesNamed(place: Place): Promise<void> {
  const sidecar = goodSidecar();
  for (const segment of sidecar.segments) segment.splice(2, 1);
  await writeSidecar(place, sidecar);
}
