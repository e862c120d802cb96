import assert from 'node:assert/strict';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { createLanes, type Lanes } from '../../../src/engine/render/lanes.ts';
import type { SegmentJob } from '../../../src/engine/render/segmentJob.ts';
import { never } from '../../support/media.ts';
import { useLanes } from '../../support/laneSuite.ts';
import { isRunning, kill } from '../../support/processes.ts';

describe('lanes whose ffmpeg ends early', () => {
  const suite = useLanes();
  const { folder, options } = suite;
  let job: SegmentJob;
  beforeEach(() => ({ job } = suite));

  const long = 100_000;
  let watched: Lanes;

  beforeEach(async function () {
    if (process.platform === 'win32') return this.skip();
    const wrapper = join(folder(), 'ffmpeg wrapper');
    const pids = join(folder(), 'pids');
    await writeFile(wrapper, `#!/bin/sh\necho $$ >> "${pids}"\nexec ffmpeg "$@"\n`);
    await chmod(wrapper, 0o755);
    await suite.lanes.close();
    suite.lanes = watched = createLanes(options({ ffmpeg: wrapper }));
  });

  it('fail clearly when it is killed, and go on with the next segment', async () => {
    const doomed = watched.render(
      { ...job, frames: long },
      never,
      onceBeyondFrame(5, () => void killEncoders()),
    );
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
          onceBeyondFrame(5, () => cancel.abort()),
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
      onceBeyondFrame(5, () => begun()),
    );
    doomed.catch(() => undefined);
    await beginning;
    await watched.close();
    await assert.rejects(doomed);
    await assertNothingRemains();
  });

  /** Not every frame is told of. */
  function onceBeyondFrame(frame: number, act: () => void): (done: number) => void {
    let acted = false;
    return (done) => {
      if (done < frame || acted) return;
      acted = true;
      act();
    };
  }

  async function pids(): Promise<number[]> {
    const text = await readFile(join(folder(), 'pids'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean).map(Number);
  }

  /** The first frames fit into the pipe: they may be drawn before ffmpeg is there. */
  async function killEncoders(): Promise<void> {
    while ((await pids()).length === 0) await setTimeout(10);
    (await pids()).forEach(kill);
  }

  async function assertNothingRemains(): Promise<void> {
    for (let attempt = 0; (await pids()).some(isRunning) && attempt < 50; attempt++) await setTimeout(100);
    assert.deepEqual((await pids()).filter(isRunning), [], 'ffmpeg runs on');
    assert.deepEqual(await readdir(join(suite.store.folder, 'tmp')), [], 'half a file remains');
  }
});
