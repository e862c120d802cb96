import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { directions } from '../../../src/engine/motion/directions.ts';
import { createLanes, type Lanes } from '../../../src/engine/render/lanes.ts';
import type { SegmentJob } from '../../../src/engine/render/segmentJob.ts';
import { oneByOne, useLanes } from '../../support/laneSuite.ts';
import { never, probe } from '../../support/media.ts';

describe('the encoders of lanes', () => {
  const suite = useLanes();
  const { options } = suite;
  let lanes: Lanes;
  let job: SegmentJob;
  beforeEach(() => ({ lanes, job } = suite));

  it('leave B-frames out of slow motion, in a form that joins with the others', async () => {
    const encoding = { ...job.encoding, preset: undefined };
    const [fast, slow] = await Promise.all(
      [false, true].map((slow) => lanes.render({ ...job, frames: 60, encoding, slow }, never)),
    );
    assert.deepEqual([await frameTypes(fast!.file), await frameTypes(slow!.file)], ['BIP', 'IP']);
    assert.equal(await parameterSets(slow!.file), await parameterSets(fast!.file));
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

    it('and tell what has to be rendered', async () => {
      await render(lanes, jobs().slice(0, 1));
      const some = createLanes(options());
      assert.deepEqual(await some.prepare(oneByOne(jobs().slice(0, 1))), []);
      assert.deepEqual(await some.prepare(oneByOne([jobs()[0], undefined, jobs()[2]])), [1, 2]);
      await some.close();
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
