import assert from 'node:assert/strict';
import { chmod, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { createStore, type Store } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { directions } from '../../../src/engine/motion/directions.ts';
import { createLanes, type LaneOptions, type Lanes } from '../../../src/engine/render/lanes.ts';
import { createSegmentRenderer } from '../../../src/engine/render/renderSegment.ts';
import type { SegmentJob } from '../../../src/engine/render/segmentJob.ts';
import { probe } from '../../support/media.ts';
import { distance, flat, pixel, quarterColours, quarters, yellow } from '../../support/pictures.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const never = new AbortController().signal;

describe('lanes', () => {
  const folder = temporaryFolder();
  let store: Store;
  let lanes: Lanes;
  let job: SegmentJob;

  beforeEach(async () => {
    store = createStore(join(folder(), 'cache'), { limitBytes: 1e9 });
    lanes = createLanes(options());
    job = {
      segmentId: 'segment-one',
      imageFile: join(folder(), 'a "picture" [page=2] 写真.png'),
      motion: { direction: 'zoom-in', zoom: 1.3 },
      frames: 20,
      width: 160,
      height: 90,
      fps: 25,
      slow: false,
      background: '#000000',
      encoding: { encoder: 'libx264', preset: 'ultrafast', bitrate: '8000k' },
    };
    await writeFile(job.imageFile, await quarters(400, 200).png().toBuffer());
  });

  afterEach(async () => {
    await lanes.close();
    await store.close();
  });

  const options = (changes: Partial<LaneOptions> = {}): LaneOptions => ({
    ffmpeg: 'ffmpeg',
    ffmpegVersion: 'test',
    count: 2,
    store,
    ...changes,
  });

  it('encode every frame, in the picture’s colours', async () => {
    const seen: number[] = [];
    const { file, frames, reused } = await lanes.render(job, never, (done) => seen.push(done));
    assert.deepEqual([frames, reused], [20, false]);
    assert.deepEqual(
      seen,
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
    const decoded = await decode(file);
    assert.equal(decoded.length, 20);
    const source = quarterColours(decoded[0]!);
    assert.ok(distance(source[3]!, yellow) < 12);
  });

  it('never show anything but the picture: no dark corner in any direction at any zoom', async () => {
    await writeFile(job.imageFile, await flat(97, 211, [200, 200, 200]).png().toBuffer());
    for (const zoom of [1, 1.3, 2]) {
      for (const direction of directions) {
        const { file } = await lanes.render({ ...job, motion: { direction, zoom } }, never);
        for (const frame of await decode(file)) {
          for (const x of [0, 159])
            for (const y of [0, 89]) assert.ok(distance(pixel(frame, x, y), [200, 200, 200]) < 6);
        }
      }
    }
  });

  it('use a finished segment again, whoever asks, until something in it changes', async () => {
    const first = await lanes.render(job, never);
    const others = createLanes(options());
    const again = await others.render({ ...job, segmentId: 'moved' }, never);
    assert.deepEqual(again, { ...first, reused: true });
    assert.equal((await others.render({ ...job, frames: 21 }, never)).reused, false);
    await writeFile(job.imageFile, await quarters(400, 201).png().toBuffer());
    assert.equal((await others.render(job, never)).reused, false);
    await others.close();
  });

  it('make the same bytes whatever the number of lanes', async () => {
    const jobs = directions.map((direction) => ({ ...job, motion: { direction, zoom: 1.3 } }));
    const together = await Promise.all(jobs.map((each) => lanes.render(each, never)));
    const bytes = await Promise.all(together.map(({ file }) => readFile(file)));
    const other = createStore(join(folder(), 'other'), { limitBytes: 1e9 });
    const alone = createLanes(options({ count: 1, store: other }));
    for (const [i, each] of jobs.entries())
      assert.ok(bytes[i]!.equals(await readFile((await alone.render(each, never)).file)));
    await alone.close();
    await other.close();
  });

  it('leave B-frames out of slow motion, in a form that joins with the others', async () => {
    const encoding = { ...job.encoding, preset: undefined };
    const [fast, slow] = await Promise.all(
      [false, true].map((slow) => lanes.render({ ...job, frames: 60, encoding, slow }, never)),
    );
    assert.deepEqual([await frameTypes(fast!.file), await frameTypes(slow!.file)], ['BIP', 'IP']);
    assert.equal(await parameterSets(slow!.file), await parameterSets(fast!.file));
  });

  it('say so too when a thread died before it had anything to do', async () => {
    const worker = new URL('data:text/javascript,throw new Error("stillborn")');
    const unlucky = createLanes(options({ worker }));
    await unlucky.prepare(oneByOne([job]));
    await setTimeout(300);
    await assert.rejects(unlucky.render(job, never), { message: /stillborn/ });
    await unlucky.close();
  });

  describe('look ahead', () => {
    const jobs = () => {
      const encoding = { ...job.encoding, preset: undefined };
      return directions
        .slice(0, 3)
        .map((direction) => ({ ...job, encoding, motion: { direction, zoom: 1.3 } }));
    };
    const render = async (some: Lanes, all: (SegmentJob | undefined)[]) => {
      await some.prepare(oneByOne(all));
      const known = all.filter((each) => each !== undefined);
      const rendered = await Promise.all(known.map((each) => some.render(each, never)));
      return rendered.map(({ file }) => file);
    };

    it('and let a lone segment’s encoder use all processors, in a form that joins with the others', async () => {
      const four = createLanes(options({ count: 4 }));
      const pair = await render(four, jobs().slice(0, 2));
      assert.deepEqual(await Promise.all(pair.map(encoderThreads)), ['3', '3']);
      const all = await render(four, jobs());
      assert.deepEqual(await Promise.all(all.map(encoderThreads)), ['3', '3', '6']);
      assert.equal(new Set(await Promise.all(all.map(parameterSets))).size, 1);
      await four.close();
    });

    it('and let the last ones use what lanes without work leave', async () => {
      const counting = createLanes(options({ total: 3 }));
      const all = await render(counting, jobs());
      assert.deepEqual(await Promise.all(all.map(encoderThreads)), ['1', '2', '2']);
      await counting.close();
    });

    it('but not where there is work for every lane, known or still to come', async () => {
      for (const all of [jobs(), [undefined, jobs()[0]]])
        for (const file of await render(lanes, all)) assert.equal(await encoderThreads(file), '1');
    });
  });

  it('make a segment again when its file was damaged', async () => {
    const first = await lanes.render(job, never);
    await truncate(first.file, 100);
    const again = await lanes.render(job, never);
    assert.equal(again.reused, false);
    assert.equal((await decode(again.file)).length, 20);
  });

  it('say what is wrong with a picture that turns out to be damaged, and for which segment', async () => {
    const bytes = await readFile(job.imageFile);
    await writeFile(job.imageFile, bytes.subarray(0, bytes.length / 2));
    await assert.rejects(lanes.render(job, never), (error) => {
      assert.ok(error instanceof StoryFlowFailure);
      assert.match(error.message, /picture.*is damaged or incomplete/);
      assert.equal(error.details.segmentId, 'segment-one');
      return true;
    });
    await assert.rejects(lanes.render({ ...job, imageFile: join(folder(), 'none.png') }, never), {
      message: /does not exist/,
    });
  });

  it('refuse a picture that changed after its segment was named', async () => {
    const output = join(folder(), 'out.mp4');
    const task = { job, pictureHash: '0'.repeat(64), ffmpeg: 'ffmpeg', output, threads: 1 };
    await assert.rejects(
      createSegmentRenderer()(task, never, () => undefined),
      { message: /was changed during the export/ },
    );
  });

  it('say which segment a thread died of', async () => {
    const worker = new URL('../../fixtures/crashingWorker.ts', import.meta.url);
    const unlucky = createLanes(options({ worker }));
    await assert.rejects(unlucky.render(job, never), (error) => {
      assert.ok(error instanceof StoryFlowFailure);
      assert.match(error.message, /struck by lightning/);
      assert.equal(error.details.segmentId, 'segment-one');
      return true;
    });
    await unlucky.close();
  });

  describe('with an ffmpeg that can be found again', () => {
    const long = 100_000;
    let watched: Lanes;

    beforeEach(async function () {
      if (process.platform === 'win32') return this.skip();
      const wrapper = join(folder(), 'ffmpeg wrapper');
      const pids = join(folder(), 'pids');
      await writeFile(wrapper, `#!/bin/sh\necho $$ >> "${pids}"\nexec ffmpeg "$@"\n`);
      await chmod(wrapper, 0o755);
      watched = createLanes(options({ ffmpeg: wrapper }));
    });

    afterEach(() => watched?.close());

    it('fail clearly when it is killed, and go on with the next segment', async () => {
      const doomed = watched.render({ ...job, frames: long }, never, onceAtFrame(5, kill));
      await assert.rejects(doomed, (error) => {
        assert.ok(error instanceof StoryFlowFailure);
        assert.equal(error.code, 'FAILED');
        assert.match(error.message, /ffmpeg could not encode the pictures/);
        assert.equal(error.details.segmentId, 'segment-one');
        return true;
      });
      assert.equal((await watched.render(job, never)).frames, 20);
      await assertNothingRemains();
    });

    it('stop at once when cancelled: no process, no partial file, the queue gone', async () => {
      const cancel = new AbortController();
      const outcomes = await Promise.allSettled(
        [1, 2, 3, 4, 5].map((n) =>
          watched.render(
            { ...job, frames: long + n },
            cancel.signal,
            onceAtFrame(5, () => cancel.abort()),
          ),
        ),
      );
      for (const outcome of outcomes) {
        assert.ok(outcome.status === 'rejected' && outcome.reason instanceof StoryFlowFailure);
        assert.equal(outcome.reason.code, 'CANCELLED');
      }
      await assertNothingRemains();
      assert.equal((await watched.render(job, never)).frames, 20, 'the lanes can be used again');
    });

    it('leave no process when they are closed in the middle', async () => {
      let begun: () => void;
      const beginning = new Promise<void>((resolve) => (begun = resolve));
      const doomed = watched.render(
        { ...job, frames: long },
        never,
        onceAtFrame(5, () => begun()),
      );
      doomed.catch(() => undefined);
      await beginning;
      await watched.close();
      await assert.rejects(doomed);
      await assertNothingRemains();
    });

    function onceAtFrame(frame: number, act: () => void): (done: number) => void {
      return (done) => {
        if (done === frame) act();
      };
    }

    async function pids(): Promise<number[]> {
      const text = await readFile(join(folder(), 'pids'), 'utf8').catch(() => '');
      return text.split('\n').filter(Boolean).map(Number);
    }

    function kill(): void {
      void pids().then((all) => all.forEach((pid) => process.kill(pid, 'SIGKILL')));
    }

    async function assertNothingRemains(): Promise<void> {
      for (let attempt = 0; (await pids()).some(isAlive) && attempt < 50; attempt++) await setTimeout(100);
      assert.deepEqual((await pids()).filter(isAlive), [], 'ffmpeg runs on');
      assert.deepEqual(await readdir(join(store.folder, 'tmp')), [], 'half a file remains');
    }
  });

  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  /** The frames of a 160×90 video. */
  async function decode(file: string) {
    const { stdout } = await execa(
      'ffmpeg',
      ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-'],
      { encoding: 'buffer' },
    );
    const frameBytes = (160 * 90 * 3) / 2;
    return Array.from({ length: stdout.length / frameBytes }, (_, n) => ({
      width: 160,
      height: 90,
      data: stdout.subarray(n * frameBytes, (n + 1) * frameBytes),
    }));
  }
});

/** What files that are joined must have in common. */
async function parameterSets(file: string): Promise<string> {
  const bytes = await readFile(file, 'latin1');
  const box = bytes.indexOf('avcC');
  return bytes.slice(box, box + 64);
}

/** As x264 wrote it into the stream. */
async function encoderThreads(file: string): Promise<string | undefined> {
  return / threads=(\d+)/.exec(await readFile(file, 'latin1'))?.[1];
}

/** The kinds of frames in the file, by their letters. */
async function frameTypes(file: string): Promise<string> {
  const { frames } = await probe(file, '-show_entries', 'frame=pict_type');
  return [...new Set(frames.map(({ pict_type: type }) => type))].sort().join('');
}

async function* oneByOne<T>(values: T[]): AsyncGenerator<T> {
  yield* values;
}
