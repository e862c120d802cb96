import assert from 'node:assert/strict';
import { execa } from 'execa';
import { mkdtempSync, rmSync, watch } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { parseEngineEvent } from '../../../src/engine/protocol.ts';
import { cli, exported, type CliRun } from '../../support/cli.ts';
import { tone } from '../../support/mediaFiles.ts';
import { probe } from '../../support/probe.ts';
import { emptyFilling, mountSmallDisk, type SmallDisk } from '../../support/smallDisk.ts';
import { writeStory, type SegmentSketch } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** How many exports of each of five kinds meet a full disk; `STORYFLOW_DISK_RUNS=37` makes 200 of them, 70 has most kinds at every page. */
const runsEach = Number(process.env.STORYFLOW_DISK_RUNS ?? 10);
const plenty = 64 * 1024 * 1024;
const files = 10_000;
const built = join(import.meta.dirname, '../../../dist/storyflow.js');

/** Different versions have nothing in common that could be kept. */
function segmentsOf(version: number): SegmentSketch[] {
  const shade = (i: number) => (((version * 37 + i * 101) % 200) + 40).toString(16).padStart(2, '0');
  return [0, 1].map((i) => ({
    text: `Part ${i} of version ${version}.`,
    picture: `#${shade(i)}80${shade(i + 1)}`,
    samples: 7200 + 2400 * i + 160 * (version % 10),
    sound: tone(200 + 20 * i + version),
  }));
}

/** At 30 frames a second. */
const framesOf = (version: number) =>
  segmentsOf(version).reduce((sum, { samples }) => sum + Math.ceil((samples! * 30) / 48_000), 0);

/** A story, and a disk that is too small for something. */
interface Stage {
  disk: SmallDisk;
  story: string;
  /** Where the video is to stand. */
  video: string;
  flags: string[];
  version: number;
}

const write = ({ story, version }: Pick<Stage, 'story' | 'version'>) =>
  writeStory(dirname(story), {
    settings: ['segment_pause: 0', 'trim_silence: false'],
    segments: segmentsOf(version),
  });

const start = ({ story, flags }: Stage, env: NodeJS.ProcessEnv = process.env) =>
  cli(['export', story, '--json', '--jobs', '1', ...flags], { env });

/** @param before The video of the export before, if there was one. @returns Whether it ended well. */
async function endedClearly(run: CliRun, stage: Stage, before?: Buffer): Promise<boolean> {
  assert.deepEqual(await leftOvers(stage), [], 'only what is finished is left');
  if (run.exitCode === 0) return true;
  const last = run.events.at(-1);
  assert.ok(last?.event === 'failed', run.stdout + run.stderr);
  const { message, details } = last;
  assert.equal(run.exitCode, 1, message);
  assert.match(message, /^[^\n]*(?:disk is full|no room)[^\n]*$/);
  const places = [dirname(stage.story), dirname(stage.video)];
  assert.ok(
    places.some((place) => message.includes(place)),
    message,
  );
  assert.doesNotMatch(message, /did not expect|\.tmp|\/tmp\/[\w-]+-\d+-/);
  assert.equal(details['stack'], undefined);
  assert.ok((message.match(/Segment \d/g) ?? []).length <= 1, message);
  const now = await readFile(stage.video).catch(() => undefined);
  assert.ok(before ? now?.equals(before) : now === undefined, 'the last good video is untouched');
  return false;
}

/** Files that a later export cannot use and should not find. */
async function leftOvers({ story, video }: Stage): Promise<string[]> {
  const work = join(dirname(story), '.storyflow', basename(story, '.md'));
  const finished =
    /^(?:owner\.json|render\.json|joined\.txt|cache\/\w\w\/[0-9a-f]{64}\/\d+-[0-9a-f]{8}\.(?:mp4|m4a)|narration\/[0-9a-f]{32}\.(?:wav|json))$/;
  return [
    ...(await filesBelow(work)).filter((file) => !finished.test(relative(work, file))),
    ...(await filesBelow(dirname(video))).filter((file) => file !== video && basename(file) !== 'filling'),
  ];
}

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

async function succeedsWithRoom(stage: Stage): Promise<void> {
  await stage.disk.resize(plenty, files);
  emptyFilling(stage.disk.folder);
  const { output_path } = exported(await start(stage));
  assert.equal(output_path, stage.video);
  const { video, sound } = await probe(output_path, { count: true });
  const frames = framesOf(stage.version);
  assert.equal(Number(video.nb_read_frames), frames);
  assert.ok(Math.abs(Number(sound.duration) - frames / 30) < 0.05, sound.duration);
  assert.deepEqual(await leftOvers(stage), []);
}

describe('an export that meets a full disk', () => {
  const folder = temporaryFolder();
  const compiled = mkdtempSync(join(tmpdir(), 'storyflow-test-compiled-'));

  before(() => {
    // The threads of hundreds of exports load the same code.
    module.enableCompileCache(compiled);
    process.env['NODE_COMPILE_CACHE'] = compiled;
  });
  after(() => {
    delete process.env['NODE_COMPILE_CACHE'];
    rmSync(compiled, { recursive: true, force: true });
  });

  /**
   * Calls `run` with amounts from 0 to `most`, two at a time, each with a disk of its own.
   *
   * @param run Returns whether its export ended well.
   */
  function overDisks(
    what: string,
    { most, count = runsEach }: { most: number; count?: number },
    run: (stage: Stage, amount: number) => Promise<boolean>,
  ): void {
    it(what, async function () {
      this.timeout(count * 60_000);
      const step = Math.max(1, most / (count - 1));
      const amounts = Array.from({ length: count }, (_, i) => Math.round(i * step)).values();
      const outcomes: boolean[] = [];
      const work = async (name: string) => {
        await using disk = await mountSmallDisk(join(folder(), name));
        if (!disk) return this.skip();
        let version = 0;
        for (const amount of amounts) {
          const at = join(disk.folder, 'tale');
          const stage: Stage = {
            ...{ disk, story: join(at, 'story.md'), video: join(at, 'output/story/final.mp4') },
            ...{ flags: amount % 3 === 0 ? ['--preview'] : [], version: version++ },
          };
          const outcome = run(stage, amount).catch((error: Error) => {
            error.message = `at ${amount}: ${error.message}`;
            throw error;
          });
          outcomes.push(await outcome);
        }
      };
      // Both disks are gone before the first failure is told.
      for (const ended of await Promise.allSettled(['one', 'two'].map(work)))
        if (ended.status === 'rejected') throw ended.reason;
      assert.ok(outcomes.includes(true), 'some end well');
      assert.ok(outcomes.includes(false), 'some do not');
    });
  }

  async function onEmptyDisk(
    stage: Stage,
    limit: (disk: SmallDisk) => Promise<void> | void,
  ): Promise<boolean> {
    await rm(dirname(stage.story), { recursive: true, force: true });
    await write(stage);
    await limit(stage.disk);
    const well = await endedClearly(await start(stage), stage);
    await succeedsWithRoom(stage);
    return well;
  }

  overDisks('has so many pages of room', { most: 70 }, (stage, pages) =>
    onEmptyDisk(stage, (disk) => disk.fill(pages)),
  );

  overDisks('has room for so many files', { most: 50 }, (stage, more) =>
    onEmptyDisk(stage, (disk) => disk.resize(plenty, disk.files() + more)),
  );

  overDisks(
    'has a video already, and so many pages of room for the next',
    { most: 70 },
    async (stage, pages) => {
      if (stage.version === 0) {
        await write(stage);
        exported(await start(stage));
        stage.version = -1;
      }
      const before = await readFile(stage.video);
      await write(stage);
      stage.disk.fill(pages);
      const well = await endedClearly(await start(stage), stage, before);
      await succeedsWithRoom(stage);
      return well;
    },
  );

  overDisks(
    'has no more room from its nth change of the folder on',
    { most: 120 },
    async (stage, changes) => {
      await rm(dirname(stage.story), { recursive: true, force: true });
      await write(stage);
      let seen = 0;
      const watching = watch(dirname(stage.story), { recursive: true }, () => {
        if (seen++ === changes) stage.disk.fill(0);
      });
      const run = await start(stage).finally(() => watching.close());
      const well = await endedClearly(run, stage);
      await succeedsWithRoom(stage);
      return well;
    },
  );

  overDisks('writes its video to a disk with so many pages of room', { most: 14 }, async (stage, pages) => {
    const { disk, version } = stage;
    const video = join(disk.folder, 'out', 'tale.mp4');
    const story = join(folder(), basename(disk.folder) + '-story', 'story.md');
    const apart = { ...stage, story, video, flags: [...stage.flags, '--output', video] };
    const before = await readFile(video).catch(() => undefined);
    await write({ story, version });
    disk.fill(pages);
    const well = await endedClearly(await start(apart), apart, before);
    await succeedsWithRoom(apart);
    return well;
  });

  it('needs no room where it only remembers, nor for temporary files', async function () {
    await using disk = await mountSmallDisk(join(folder(), 'full'));
    if (!disk) return this.skip();
    for (const name of ['XDG_CACHE_HOME', 'XDG_STATE_HOME', 'TMPDIR'])
      for (const pages of [0, 1, 2]) {
        await disk.resize(plenty, files);
        emptyFilling(disk.folder);
        disk.fill(pages);
        const at = join(folder(), `${name}-${pages}`);
        const stage: Stage = {
          ...{ disk, story: join(at, 'story.md'), video: join(at, 'output/story/final.mp4') },
          ...{ flags: [], version: pages },
        };
        await write(stage);
        exported(await start(stage, { ...process.env, [name]: disk.folder }));
        assert.deepEqual(await leftOvers(stage), []);
      }
  });

  it('may write files up to so many blocks only', async function () {
    if (process.platform === 'win32') return this.skip();
    const outcomes: boolean[] = [];
    for (const blocks of [0, 1, 3, 12, 34, 42, 60, 80]) {
      const at = join(folder(), `limit-${blocks}`);
      const stage = {
        ...{ story: join(at, 'story.md'), video: join(at, 'output/story/final.mp4') },
        ...{ flags: [], version: 0 },
      };
      await write(stage);
      const limited = await execa(
        'sh',
        [
          '-c',
          `ulimit -f ${blocks} && exec "$0" "$@"`,
          process.execPath,
          built,
          'export',
          stage.story,
          '--json',
        ],
        { reject: false },
      );
      const events = limited.stdout.split('\n').flatMap((line) => parseEngineEvent(line) ?? []);
      const run = { ...limited, exitCode: limited.exitCode ?? -1, events };
      // No disk is needed to look at what is there.
      outcomes.push(await endedClearly(run, { ...stage, disk: {} as SmallDisk }));
    }
    assert.ok(outcomes.includes(true) && outcomes.includes(false), String(outcomes));
  });

  it('tells a person in one line', async function () {
    await using disk = await mountSmallDisk(join(folder(), 'full'));
    if (!disk) return this.skip();
    const story = join(disk.folder, 'tale', 'story.md');
    for (const pages of [0, 8, 16, 22]) {
      await rm(dirname(story), { recursive: true, force: true });
      await write({ story, version: 0 });
      disk.fill(pages);
      const { stderr } = await cli(['export', story, '--jobs', '1']);
      assert.equal(stderr.match(/disk is full/g)?.length, 1, stderr);
      assert.match(stderr, /is full: there is no room left in [^\n]+\n$/);
      emptyFilling(disk.folder);
    }
  });
});
