import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from '../../src/engine/userFolders.ts';
import { cli, exported } from '../support/cli.ts';
import { startEngine, survivors } from './arena/engine.ts';
import { judgeFile } from './arena/judge.ts';
import { isLeftOver } from './arena/judgeFolder.ts';
import { makeMaterials } from './arena/materials.ts';
import { ownHome } from './arena/ownHome.ts';
import { differences, snapshot, type Snapshot } from './arena/snapshot.ts';
import { diceOf } from './dice.ts';
import { goodSidecar, goodText, setKey, writeGoodStory, writeSidecar } from './inputs/goodStory.ts';
import type { Place } from './inputs/input.ts';
import { isTried, plan } from './plan.ts';

const shim = new URL('./arena/dieAtWrite.mjs', import.meta.url).href;

interface Scene {
  what: string;
  command: string;
  /** What has been done to the good story when the command begins. */
  prepare(place: Place): Promise<void>;
  /** Frames of the whole video when all is done. */
  frames: number;
}

const scenes: readonly Scene[] = [
  { what: 'a first export', command: 'export', prepare: async () => undefined, frames: 7 },
  {
    what: 'an export after an edit',
    command: 'export',
    async prepare(place) {
      exported(await cli(['export', place.story, '--json']));
      const sidecar = goodSidecar();
      setKey(sidecar.segments[1]!, 'image_file', 'images/a.png');
      setKey(sidecar.segments[0]!, 'zoom_intensity', '1.5');
      await writeSidecar(place, sidecar);
    },
    frames: 7,
  },
  { what: 'making thumbnails', command: 'assets', prepare: async () => undefined, frames: 7 },
  {
    what: 'refreshing a sidecar',
    command: 'init',
    prepare: ({ story }) => writeFile(story, goodText.replace('small', 'very small')),
    frames: 7,
  },
];

/** The engine dies, as in a power cut, at every single thing that it does to the disk. */
describe('killed at every write', function () {
  this.timeout(0);
  const folder = ownHome();
  let materials = '';

  before(async function () {
    if (process.platform !== 'linux') this.skip();
    materials = join(folder(), 'materials');
    await makeMaterials(materials);
  });

  for (const scene of scenes) {
    const skip = plan.only !== undefined && !plan.only.startsWith('kills');
    (skip ? it.skip : it)(
      `${scene.what} loses nothing, leaves nothing, and the next export is whole`,
      async () => {
        const start = await startOf(scene);
        const moments = momentsOf(scene, await countWrites(scene, start));
        const wrong: string[] = [];
        await inParallel(moments, async (moment) => {
          const found = await killAt(scene, start, moment);
          const { at, how } = moment;
          const sentences = found.map((sentence) => `killed ${how} its ${at}th write, ${sentence}`);
          wrong.push(...sentences);
          if (plan.tell) for (const sentence of sentences) console.log(sentence);
        });
        if (plan.tell) console.log(`${moments.length} kills of ${scene.what}`);
        if (wrong.length > 0) assert.fail(`${moments.length} kills, with harm:\n${wrong.sort().join('\n')}`);
      },
    );
  }

  /** The story as it is when the command begins; each kill gets a copy. */
  async function startOf(scene: Scene): Promise<Place> {
    const place = placeIn(join(folder(), scene.what));
    await writeGoodStory(place);
    await scene.prepare(place);
    return place;
  }

  function placeIn(root: string): Place {
    const shared = join(root, 'shared');
    return { folder: shared, story: join(shared, 'story.md'), victims: '', materials };
  }

  async function copyOf(start: Place, name: string): Promise<Place> {
    const place = placeIn(join(folder(), 'kills', name));
    await rm(join(place.folder, '..'), { recursive: true, force: true });
    await mkdir(place.folder, { recursive: true });
    await cp(start.folder, place.folder, { recursive: true, preserveTimestamps: true, force: true });
    await own(join(place.folder, '.storyflow/story'));
    return place;
  }

  function run(scene: Scene, place: Place, at: number, how: string) {
    const tally = join(place.folder, '../tally');
    return startEngine([scene.command, place.story, '--json'], {
      env: {
        NODE_OPTIONS: `--import=${shim}`,
        STORYFLOW_DIE_AT: String(at),
        STORYFLOW_DIE_HOW: how,
        STORYFLOW_DIE_TALLY: tally,
        ...(plan.tell ? { STORYFLOW_DIE_TELL: `${tally}.txt` } : {}),
      },
    });
  }

  async function countWrites(scene: Scene, start: Place): Promise<number> {
    const place = await copyOf(start, 'count');
    const engine = run(scene, place, 0, 'before');
    const { exitCode } = await engine.ended;
    assert.equal(exitCode, 0, engine.output());
    return (await stat(join(place.folder, '../tally'))).size;
  }

  async function killAt(scene: Scene, start: Place, { at, how }: Moment): Promise<string[]> {
    const place = await copyOf(start, `${scene.command}-${at}-${how}`);
    const before = snapshot(place.folder);
    const engine = run(scene, place, at, how);
    const { exitCode, signal } = await engine.ended;
    // Which of several threads comes first is not the same each time: the last writes may be fewer.
    if (exitCode !== 0 && signal !== 'SIGKILL')
      return [`it ended with ${exitCode}: ${engine.output().slice(-300)}`];
    const wrong = (await survivors(engine.mark)).map((process) => `${process} runs on`);
    wrong.push(...lostFiles(scene, before, snapshot(place.folder)));
    wrong.push(...(await judgeOldVideo(place, before)));
    const next = await cli(['export', place.story, '--json']);
    // Each sweeps what is its own.
    if (scene.command === 'assets') await cli(['assets', place.story]);
    if (next.exitCode !== 0)
      wrong.push(`the next export ended with ${next.exitCode}: ${next.stdout.slice(-400)}`);
    else
      wrong.push(
        ...(await judgeFile(videoOf(place), scene.frames)).map((sentence) => `the next export ${sentence}`),
      );
    // Beside the writer's own files nothing is deleted that may be somebody else's: this half may stay.
    const mayStay = (path: string) =>
      scene.command === 'init' && /^\.story\.storyflow\.yaml\.[\w-]+\.tmp$/.test(path);
    const left = [...snapshot(place.folder).keys()].filter((path) => isLeftOver(path) && !mayStay(path));
    wrong.push(...left.map((path) => `${path} is left behind`));
    await rm(join(place.folder, '..'), { recursive: true, force: true });
    return wrong;
  }
});

/** A copy of a working folder is somebody else's, until it is remembered as the user's own. */
async function own(workFolder: string): Promise<void> {
  const marker = join(workFolder, 'owner.json');
  const before = await readFile(marker, 'utf8').catch(() => undefined);
  if (before === undefined) return;
  const id = randomUUID();
  await writeFile(marker, JSON.stringify({ id }));
  await writeFile(
    join(stateFolder(), 'folders', `${id}.json`),
    JSON.stringify({ path: workFolder, inode: '' }),
  );
}

interface Moment {
  at: number;
  how: 'before' | 'halfway';
}

/** Every write, before it; and some of them halfway. A longer attack dies halfway in all of them. */
function momentsOf(scene: Scene, writes: number): Moment[] {
  const dice = diceOf(plan.seed, scene.what, 0);
  const moments = Array.from({ length: writes }, (_, i) => i + 1).flatMap((at): Moment[] => [
    { at, how: 'before' },
    ...(plan.minutes > 0 || dice.chance(0.25) ? [{ at, how: 'halfway' } as const] : []),
  ]);
  return moments.filter((_, i) => isTried(i));
}

function videoOf({ folder }: Place): string {
  return join(folder, 'output/story/final.mp4');
}

/** Everything of the writer's is as it was; a sidecar that was being rewritten is the old one or the new one. */
function lostFiles(scene: Scene, before: Snapshot, after: Snapshot): string[] {
  const { lost, changed } = differences(before, after);
  const writers = (path: string) => !/^(\.storyflow|output)(\/|$)/.test(path);
  const mayChange = (path: string) => scene.command === 'init' && path.endsWith('.storyflow.yaml');
  return [
    ...lost.filter(writers).map((path) => `${path} is lost`),
    ...changed.filter((path) => writers(path) && !mayChange(path)).map((path) => `${path} is changed`),
    ...lost.filter((path) => path.endsWith('final.mp4')).map((path) => `${path} is lost`),
  ];
}

/** Where a video stood, a whole one stands. */
async function judgeOldVideo(place: Place, before: Snapshot): Promise<string[]> {
  const exists = await readFile(videoOf(place)).then(
    () => true,
    () => false,
  );
  if (!exists) return before.has('output/story/final.mp4') ? ['the video is gone'] : [];
  return (await judgeFile(videoOf(place))).map((sentence) => `it ${sentence}`);
}

async function inParallel<T>(items: readonly T[], use: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const work = async () => {
    for (const item of queue) await use(item);
  };
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, work));
}
