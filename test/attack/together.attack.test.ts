import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes } from '../../src/engine/failure.ts';
import { startEngine, survivors, type Engine } from './arena/engine.ts';
import { judgeFile } from './arena/judge.ts';
import { isLeftOver } from './arena/judgeFolder.ts';
import { longFrames, longVideo, writeLongStory } from './arena/longStory.ts';
import { ownHome } from './arena/ownHome.ts';
import { snapshot } from './arena/snapshot.ts';
import { plan } from './plan.ts';

/** Several engines at work on the same files. */
describe('together', function () {
  this.timeout(300_000);
  const folder = ownHome();
  const rounds = plan.minutes > 0 ? Math.ceil(plan.minutes) : 1;
  let number = 0;

  before(function () {
    if (plan.only !== undefined && !plan.only.startsWith('together')) this.skip();
  });

  async function newFolder(): Promise<string> {
    const root = join(folder(), `stories-${number++}`);
    await mkdir(root);
    return root;
  }

  it('three exports of one story: one at a time, the others are told', async () => {
    for (let round = 0; round < rounds; round++) {
      const root = await newFolder();
      const story = await writeLongStory(root);
      const engines = [0, 1, 2].map(() => startEngine(['export', story, '--json']));
      await oneAtATime(engines, [exitCodes.ALREADY_RENDERING]);
      assert.deepEqual(await judgeFile(longVideo(root), longFrames), []);
      await leaveNothing(engines, root);
    }
  });

  it('two stories with one output: the second is told, and what stands there is whole', async () => {
    for (let round = 0; round < rounds; round++) {
      const root = await newFolder();
      const stories = [
        await writeLongStory(root, 'one', ['output: shared.mp4']),
        await writeLongStory(root, 'two', ['output: shared.mp4']),
      ];
      const engines = stories.map((story) => startEngine(['export', story, '--json']));
      // Not ready: the first has ended, and what stands there is its video.
      await oneAtATime(engines, [exitCodes.ALREADY_RENDERING, exitCodes.NOT_READY]);
      assert.deepEqual(await judgeFile(join(root, 'shared.mp4'), longFrames), []);
      await leaveNothing(engines, root);
    }
  });

  it('an export, narrations, thumbnails, checks and looks at once: each gets its answer', async () => {
    for (let round = 0; round < rounds; round++) {
      const root = await newFolder();
      const story = await writeLongStory(root);
      const commands = ['export', 'narrate', 'assets', 'check', 'status', 'assets', 'narrate'];
      const engines = commands.map((command) => startEngine([command, story, '--json']));
      for (const [i, engine] of engines.entries()) {
        const { exitCode } = await engine.ended;
        // That an export runs is a problem of an export.
        const allowed: number[] =
          commands[i] === 'check' ? [0, exitCodes.NOT_READY, exitCodes.ALREADY_RENDERING] : [0];
        assert.ok(allowed.includes(exitCode!), `${commands[i]} ended with ${exitCode}: ${engine.output()}`);
      }
      assert.deepEqual(await judgeFile(longVideo(root), longFrames), []);
      await leaveNothing(engines, root);
    }
  });

  async function leaveNothing(engines: readonly Engine[], root: string): Promise<void> {
    for (const { mark } of engines) assert.deepEqual(await survivors(mark), []);
    assert.deepEqual([...snapshot(root).keys()].filter(isLeftOver), []);
  }
});

/** Each either makes its video or is told that somebody does; on a slow machine one may begin when another has ended. */
async function oneAtATime(engines: readonly Engine[], refusals: readonly number[]): Promise<void> {
  const spans: { from: number; to: number }[] = [];
  let told = 0;
  await Promise.all(
    engines.map(async (engine) => {
      let from = 0;
      let to = 0;
      engine.child.stdout!.on('data', () => {
        if (from === 0 && engine.events.some(({ event }) => event === 'progress')) from = performance.now();
        if (to === 0 && engine.events.some(({ event }) => event === 'done')) to = performance.now();
      });
      const { exitCode } = await engine.ended;
      if (exitCode === 0) spans.push({ from, to });
      else {
        assert.ok(refusals.includes(exitCode!), engine.output());
        told++;
      }
    }),
  );
  assert.equal(spans.length + told, engines.length);
  assert.ok(spans.length > 0, 'nobody made the video');
  spans.sort((a, b) => a.from - b.from);
  for (const [i, span] of spans.entries())
    assert.ok(i === 0 || span.from >= spans[i - 1]!.to, 'two exports ran at the same time');
}
