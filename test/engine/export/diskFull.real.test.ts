import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { cli, exported, type CliRun } from '../../support/cli.ts';
import { tone } from '../../support/mediaFiles.ts';
import { probe } from '../../support/probe.ts';
import { emptyFilling, mountSmallDisk, PAGE, type SmallDisk } from '../../support/smallDisk.ts';
import { writeStory, type SegmentSketch } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** Exports that meet a full disk, in each of eight ways. `STORYFLOW_DISK_RUNS=200` has each of them at every page. */
const runsEach = Number(process.env.STORYFLOW_DISK_RUNS ?? 26);
const plenty = 64 * 1024 * 1024;
const files = 10_000;

/** Different ones have nothing in common that could be kept. */
function segmentsOf(version: number): SegmentSketch[] {
  const shade = (i: number) => (((version * 37 + i * 101) % 200) + 40).toString(16).padStart(2, '0');
  return [0, 1].map((i) => ({
    text: `Part ${i} of version ${version}.`,
    picture: `#${shade(i)}80${shade(i + 1)}`,
    samples: 7200 + 2400 * i + 160 * version,
    sound: tone(200 + 20 * i),
  }));
}

interface Stage {
  disk: SmallDisk;
  story: string;
  /** Where the video is to stand. */
  video: string;
  flags: string[];
}

/** Of the same numbers of frames as the segments that it is made of, at 30 frames a second. */
const framesOf = (version: number) =>
  segmentsOf(version).reduce((sum, { samples }) => sum + Math.ceil((samples! * 30) / 48_000), 0);

describe('an export that meets a full disk', () => {
  const folder = temporaryFolder();

  async function write(at: string, version: number): Promise<string> {
    const settings = ['segment_pause: 0', 'trim_silence: false'];
    return writeStory(at, { settings, segments: segmentsOf(version) });
  }

  function start(stage: Stage, options: Parameters<typeof cli>[1] = {}): Promise<CliRun> {
    return cli(['export', stage.story, '--json', '--jobs', '1', ...stage.flags], options);
  }

  /** It ended well, or in one sentence, and left nothing but what is finished. @returns Whether it ended well. */
  async function endedClearly(run: CliRun, stage: Stage, version: number, before?: Buffer): Promise<boolean> {
    const left = await leftOvers(stage);
    assert.deepEqual(left, [], 'only what is finished is left');
    if (run.exitCode === 0) {
      await assertVideo(exported(run).output_path, version);
      return true;
    }
    const last = run.events.at(-1);
    assert.ok(last?.event === 'failed', run.stdout + run.stderr);
    assert.equal(run.exitCode, 1, last.message);
    assert.match(last.message, /^[^\n]*(?:disk is full|no room)[^\n]*$/);
    assert.ok(
      last.message.includes(dirname(stage.story)) || last.message.includes(dirname(stage.video)),
      last.message,
    );
    assert.ok(!/did not expect|\.tmp|tmp\/\w+-\d+-/.test(last.message), last.message);
    assert.equal(last.details?.['stack'], undefined);
    assert.equal(
      last.message.match(/Segment \d+/g)?.length ?? 0,
      /Segment/.test(last.message) ? 1 : 0,
      last.message,
    );
    const now = await readFile(stage.video).catch(() => undefined);
    assert.ok(before ? now?.equals(before) : now === undefined, 'the last good video is untouched');
    return false;
  }

  async function assertVideo(file: string, version: number): Promise<void> {
    const { video, sound } = await probe(file, { count: true });
    assert.equal(Number(video.nb_read_frames), framesOf(version));
    assert.ok(Math.abs(Number(sound.duration) - framesOf(version) / 30) < 0.05, sound.duration);
  }

  /** Files that a later export could not use, or should not find. */
  async function leftOvers({ story, video }: Stage): Promise<string[]> {
    const work = join(dirname(story), '.storyflow', basename(story, '.md'));
    const finished =
      /^(?:owner\.json|render\.json|joined\.txt|cache\/\w\w\/[0-9a-f]{64}\/\d+-[0-9a-f]{8}\.(?:mp4|m4a)|narration\/[0-9a-f]{32}\.(?:wav|json))$/;
    const kept = await filesBelow(work);
    const beside = await filesBelow(dirname(video));
    return [
      ...kept.filter((file) => !finished.test(relative(work, file))),
      ...beside.filter((file) => file !== video && basename(file) !== 'filling'),
    ];
  }

  async function succeedsWithRoom(stage: Stage, version: number): Promise<void> {
    await stage.disk.resize(plenty, files);
    emptyFilling(stage.disk.folder);
    const again = exported(await start(stage));
    await assertVideo(again.output_path, version);
    assert.deepEqual(await leftOvers(stage), []);
  }

  /** Calls `run` with `runsEach` numbers from 0 up to `most`, evenly; on two small disks at a time. */
  function overDisks(
    what: string,
    most: number,
    run: (stage: Stage, amount: number) => Promise<boolean>,
  ): void {
    it(what, async function () {
      const amounts = [
        ...new Set(Array.from({ length: runsEach }, (_, i) => Math.round((i * most) / (runsEach - 1)))),
      ].values();
      const outcomes: boolean[] = [];
      const worker = async (_: unknown, name: number) => {
        await using disk = await mountSmallDisk(join(folder(), `disk-${name}`));
        if (!disk) return this.skip();
        for (const amount of amounts) {
          const at = join(disk.folder, 'tale');
          const flags = amount % 3 === 0 ? ['--preview'] : [];
          const stage = {
            disk,
            story: join(at, 'story.md'),
            video: join(at, 'output/story/final.mp4'),
            flags,
          };
          outcomes.push(
            await run(stage, amount).catch((error: Error) => {
              error.message = `at ${amount}: ${error.message}`;
              throw error;
            }),
          );
          await rm(at, { recursive: true, force: true });
        }
      };
      // Both disks are gone before the first failure is told.
      const ended = await Promise.allSettled([0, 1].map(worker));
      for (const each of ended) if (each.status === 'rejected') throw each.reason;
      assert.ok(outcomes.includes(true) && outcomes.includes(false), `some succeed, some fail: ${outcomes}`);
    });
  }

  overDisks('succeeds or says so, with so many pages of room', 70, async (stage, pages) => {
    await write(dirname(stage.story), 0);
    stage.disk.fill(pages);
    const well = await endedClearly(await start(stage), stage, 0);
    await succeedsWithRoom(stage, 0);
    return well;
  });

  overDisks(
    'keeps the last good video, with so many pages of room for the next',
    70,
    async (stage, pages) => {
      await write(dirname(stage.story), 0);
      exported(await start(stage));
      const before = await readFile(stage.video);
      await write(dirname(stage.story), 1);
      stage.disk.fill(pages);
      const well = await endedClearly(await start(stage), stage, 1, before);
      await succeedsWithRoom(stage, 1);
      return well;
    },
  );
});

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}
