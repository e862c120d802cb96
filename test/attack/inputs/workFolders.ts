import { lstat, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { cli } from '../../support/cli.ts';
import type { Dice } from '../dice.ts';
import { someRuns, wholeRun, type Family, type Input, type Place } from './input.ts';
import { nastyTexts } from './nasty.ts';
import { oddities } from './oddFiles.ts';

/** A shared folder brings its own `.storyflow`: whatever stands in it is data, not truth. */
export const workFolders: Family = {
  name: 'work folders',
  share: 170,
  async make(dice, place) {
    // A folder of our own, into which somebody's files came afterwards, has more to lose than one that is shipped.
    const made = dice.below(3);
    if (made === 1) await cli(['assets', place.story]);
    if (made === 2) await cli(['export', place.story]);
    const owner = ['a shipped folder', 'a folder with thumbnails', 'a folder with an export'][made]!;
    const input = await dice.one([linkedLevel, linkedLevel, oddEntry, lyingRecord, lyingLock, garbage])(
      dice,
      place,
    );
    const ours = made > 0 && (await isMarked(place));
    return { ...input, what: `${owner}: ${input.what}`, shipped: !ours };
  },
};

/** Whether the marker that makes it this user's is as it was. */
async function isMarked({ folder }: Place): Promise<boolean> {
  const marker = join(folder, '.storyflow/story/owner.json');
  const plain = (await lstat(marker).catch(() => undefined))?.isFile() ?? false;
  return plain && /^\{"id":"[0-9a-f-]{36}"\}\s*$/.test(await readFile(marker, 'utf8'));
}

const host = hostname()
  .replace(/[^0-9A-Za-z]/g, '_')
  .slice(0, 64);
const key = 'ab'.repeat(32);
const uuid = '6a1fd6a2-8cf5-4f1c-9b0e-9a2a4dd1a001';

/** Every place at which something is looked for, below `.storyflow`. */
const folders = [
  '',
  'story',
  'story/cache',
  'story/cache/tmp',
  'story/cache/ab',
  `story/cache/ab/${key}`,
  `story/cache/tmp/${host}-999999-${uuid}`,
  'story/cache/tmp/anything',
  'story/assets',
  'story/assets/tmp',
  'story/assets/ab',
  `story/assets/ab/${key}`,
  'story/assets/tmp/anything',
  `story/assets/tmp/${host}-999999-${uuid}`,
  'story/narration',
];
const files = [
  'story/render.json',
  'story/joined.txt',
  'story/export.lock',
  'story/narration/0123456789abcdef0123456789abcdef.wav',
  'story/narration/0123456789abcdef0123456789abcdef.json',
  'story/narration/x.tmp',
  `story/cache/ab/${key}/100-00000000.mp4`,
  'story/history.json',
  'story/marker.json',
];

/** Puts a link in place of a level, over what stands there. */
async function linkedLevel(dice: Dice, place: Place): Promise<Input> {
  const present = await entriesBelow(join(place.folder, '.storyflow'));
  const level = dice.one([...folders, ...folders, ...present]);
  const at = join(place.folder, '.storyflow', level);
  const target = dice.one([
    place.victims,
    join(place.victims, 'old'),
    join(place.victims, 'music'),
    join(place.victims, 'store'),
    join(place.victims, 'no such folder'),
    dirname(place.victims),
    place.folder,
    join(place.folder, 'images'),
    join(place.victims, 'nowhere/at/all'),
  ]);
  const path = dice.chance(0.5) ? target : relative(dirname(at), target);
  await rm(at, { recursive: true, force: true });
  await mkdir(dirname(at), { recursive: true });
  await symlink(path, at);
  return {
    what: `.storyflow/${level} → ${path}`,
    planted: true,
    runs: dice.chance(0.5) ? wholeRun : someRuns(dice),
  };
}

/** No folder, or no file, where one is expected. */
async function oddEntry(dice: Dice, place: Place): Promise<Input> {
  const present = await entriesBelow(join(place.folder, '.storyflow'));
  const level = dice.one([...folders.slice(1), ...files, ...files, ...present, ...present]);
  const oddity = dice.one(oddities);
  const at = join(place.folder, '.storyflow', level);
  await rm(at, { recursive: true, force: true });
  await mkdir(dirname(at), { recursive: true });
  await oddity.put(at, place);
  return {
    what: `.storyflow/${level}: ${oddity.what}`,
    planted: true,
    runs: dice.chance(0.6) ? wholeRun : someRuns(dice),
  };
}

const claim = (status: unknown, more: object = {}) => ({
  project_id: '6a1fd6a2-8cf5-4f1c-9b0e-9a2a4dd1a001',
  status,
  progress: {
    current_segment: 1,
    total_segments: 2,
    percentage: 50,
    current_phase: 'Working',
    seconds_left: 1,
  },
  updated_at: '2030-01-01T00:00:00.000Z',
  ...more,
});

const result = (output_path: unknown, more: object = {}) => ({
  result: {
    ...{
      output_path,
      duration: 1,
      file_size: 1,
      exported_at: '2030-01-01T00:00:00.000Z',
      resolution_width: 64,
    },
    ...{ resolution_height: 36, framerate: 10, segments: [], preview_path: output_path },
    ...more,
  },
});

async function lyingRecord(dice: Dice, place: Place): Promise<Input> {
  const secret = join(place.victims, 'film.mp4');
  const progress = {
    current_segment: -1,
    total_segments: 1e308,
    percentage: 1e9,
    current_phase: dice.one(nastyTexts),
    seconds_left: -1,
  };
  const record = dice.one<unknown>([
    claim('COMPLETED', result(secret)),
    claim('COMPLETED', result('/etc/passwd')),
    claim('COMPLETED', result('../../../../etc/passwd')),
    claim('COMPLETED', result(place.story)),
    claim('COMPLETED', result(12)),
    claim('COMPLETED', result(['/etc/passwd'])),
    claim('COMPLETED', result('/dev/zero')),
    claim('COMPLETED', result(secret, { segments: 'many' })),
    claim('COMPLETED', { result: 'yes' }),
    claim('COMPLETED', { result: null }),
    claim('COMPLETED', { progress: null }),
    claim('COMPLETED'),
    claim('PROCESSING'),
    claim('PROCESSING', { progress }),
    claim('FAILED', { reason: dice.one(nastyTexts) }),
    claim('FAILED', { reason: 12 }),
    claim('FAILED', { reason: 'x'.repeat(3 << 20) }),
    claim('DRAFT', { progress: [] }),
    claim('toString'),
    claim('__proto__'),
    claim('constructor'),
    claim('hasOwnProperty', result(secret)),
    claim(null),
    claim(['COMPLETED']),
    claim({}),
    [],
    null,
    'COMPLETED',
    5,
    { ...claim('COMPLETED'), ['__proto__']: { status: 'COMPLETED' } },
    { status: 'COMPLETED' },
    {},
  ]);
  await put(place, 'story/render.json', JSON.stringify(record));
  return {
    what: `render.json of ${JSON.stringify(record).slice(0, 200)}`,
    runs: [['status', 'STORY'], ['status', 'STORY', '--json'], ...(dice.chance(0.5) ? wholeRun : [])],
    mustNotSay: ['/etc/passwd', secret],
  };
}

async function lyingLock(dice: Dice, place: Place): Promise<Input> {
  const here = hostname();
  const holder = dice.one<unknown>([
    { host: here, pid: 1, started: null },
    { host: here, pid: 1, started: '0' },
    { host: here, pid: 0, started: null },
    { host: here, pid: -1, started: null },
    { host: here, pid: process.ppid, started: null },
    { host: here, pid: 2 ** 31, started: null },
    { host: here, pid: 1.5, started: null },
    { host: here, pid: 1e308, started: null },
    { host: here, pid: '1', started: null },
    { host: here, pid: null, started: null },
    { host: here, pid: [1], started: null },
    { host: here, started: null },
    { host: 'elsewhere', pid: 1, started: null },
    { host: 'elsewhere', pid: -1, started: 'x' },
    { host: { toString: 1 }, pid: 1 },
    { host: 'elsewhere\x1b[31m', pid: 1, started: null },
    [],
    null,
    1,
    '',
  ]);
  const file = await put(
    place,
    'story/export.lock',
    dice.chance(0.1) ? dice.bytes(50) : JSON.stringify(holder),
  );
  const time = dice.one([Date.UTC(2001), Date.UTC(2099)]) / 1000;
  await utimes(file, time, time);
  const when = time > Date.now() / 1000 ? 'a time to come' : 'long ago';
  return {
    what: `export.lock of ${JSON.stringify(holder)}, ${when}`,
    runs: [
      ['export', 'STORY', '--json'],
      ['status', 'STORY'],
    ],
    mustNotBeBusy: true,
  };
}

/** Entries with the right names and other contents. */
async function garbage(dice: Dice, place: Place): Promise<Input> {
  const root = join(place.folder, '.storyflow');
  const spoilt: string[] = [];
  for (const path of await entriesBelow(root)) {
    if (!/\.\w+$/.test(path) || !dice.chance(0.5)) continue;
    await writeFile(
      join(root, path),
      dice.one([dice.bytes(200), Buffer.alloc(0), Buffer.from('{}'), Buffer.from('null')]),
    );
    spoilt.push(path);
  }
  const content = dice.one([dice.bytes(100), Buffer.alloc(0), Buffer.from('[1]'), Buffer.from('"\0"')]);
  const extra = dice.one([
    ...files,
    `story/cache/ab/${key}/00-zz.mp4`,
    'story/cache/tmp',
    'story/cache/aa',
    'notes.txt',
  ]);
  const there = join(root, extra);
  await rm(there, { recursive: true, force: true });
  await put(place, extra, content);
  const time = dice.one([Date.UTC(1999), Date.UTC(2099)]) / 1000;
  await utimes(there, time, time);
  return {
    what: `rubbish in ${[...spoilt, extra].join(', ')}`,
    runs: dice.chance(0.7) ? wholeRun : someRuns(dice),
  };
}

async function put({ folder }: Place, path: string, content: string | Buffer): Promise<string> {
  const file = join(folder, '.storyflow', path);
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { recursive: true, force: true });
  await writeFile(file, content);
  return file;
}

/** Relative paths, sorted; links are not entered. */
async function entriesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}
