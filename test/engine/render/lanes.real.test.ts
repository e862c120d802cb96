import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { createStore } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { directions } from '../../../src/engine/motion/directions.ts';
import { createLanes, type Lanes } from '../../../src/engine/render/lanes.ts';
import { createSegmentRenderer } from '../../../src/engine/render/renderSegment.ts';
import type { SegmentJob } from '../../../src/engine/render/segmentJob.ts';
import { oneByOne, useLanes } from '../../support/laneSuite.ts';
import { distance, flat, pixel, quarterColours, quarters, yellow } from '../../support/pictures.ts';
import { never } from '../../support/media.ts';

describe('lanes', () => {
  const suite = useLanes();
  const { folder, options } = suite;
  let lanes: Lanes;
  let job: SegmentJob;
  beforeEach(() => ({ lanes, job } = suite));

  it('encode every frame, in the picture’s colours', async () => {
    const seen: number[] = [];
    const { file, frames, reused } = await lanes.render(job, never, (done) => seen.push(done));
    assert.deepEqual([frames, reused], [20, false]);
    // Told of at once, then now and then.
    assert.equal(seen[0], 1);
    assert.ok(seen.every((done, i) => done <= 20 && done > (seen[i - 1] ?? 0)));
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
    const other = createStore(ownFolder(join(folder(), 'other')), { limitBytes: 1e9 });
    const alone = createLanes(options({ count: 1, store: other }));
    for (const [i, each] of jobs.entries())
      assert.ok(bytes[i]!.equals(await readFile((await alone.render(each, never)).file)));
    await alone.close();
    await other.close();
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

  it('say so too when a thread died before it had anything to do', async () => {
    const worker = new URL('data:text/javascript,throw new Error("stillborn")');
    const unlucky = createLanes(options({ worker }));
    await unlucky.prepare(oneByOne([job]));
    await setTimeout(300);
    await assert.rejects(unlucky.render(job, never), { message: /stillborn/ });
    await unlucky.close();
  });

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
