import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { cli } from '../support/cli.ts';
import { marked, startEngine, survivors, type Engine } from './arena/engine.ts';
import { judgeFile } from './arena/judge.ts';
import { isLeftOver } from './arena/judgeFolder.ts';
import { longFrames, longVideo, writeLongStory } from './arena/longStory.ts';
import { ownHome } from './arena/ownHome.ts';
import { snapshot } from './arena/snapshot.ts';
import { diceOf } from './dice.ts';
import { plan } from './plan.ts';

/** What ends, ends within this, on a busy machine; what hangs does not. */
const PATIENCE_SECONDS = 40;

/** Signals at any moment, and ways of starting and losing a process. */
describe('ended from outside', function () {
  this.timeout(300_000);
  const folder = ownHome();
  const dice = diceOf(plan.seed, 'signals', 0);
  const rounds = plan.minutes > 0 ? Math.ceil(plan.minutes * 2) : 4;
  let number = 0;

  before(function () {
    if (process.platform !== 'linux' || (plan.only !== undefined && !plan.only.startsWith('signals')))
      this.skip();
  });

  async function newStory(): Promise<{ root: string; story: string }> {
    const root = join(folder(), `story-${number++}`);
    return { root, story: await writeLongStory(root) };
  }

  /** Up to the whole length of such an export. */
  const anyMoment = () => delay(dice.below(2500));

  it('SIGKILL at any moment: nothing runs on, and the next export is whole', async () => {
    for (let round = 0; round < rounds; round++) {
      const { root, story } = await newStory();
      const engine = startEngine(['export', story, '--json']);
      await anyMoment();
      engine.child.kill('SIGKILL');
      await engine.ended;
      await leavesNothing(engine);
      await nextExportIsWhole(root, story);
    }
  });

  it('SIGTERM at any moment: it ends by itself, in good order', async () => {
    for (let round = 0; round < rounds; round++) {
      const { root, story } = await newStory();
      const engine = startEngine(['export', story, '--json']);
      await anyMoment();
      engine.child.kill('SIGTERM');
      const ended = await endsByItself(engine);
      // Before the program listens, the signal itself ends it; after the end there is nothing to cancel.
      assert.ok(ended.signal === 'SIGTERM' || [0, 130].includes(ended.exitCode!), engine.output());
      await leavesNothing(engine);
      assert.deepEqual([...snapshot(root).keys()].filter(isLeftOver), []);
    }
  });

  it('SIGKILL while ffmpeg works: it does not work on', async () => {
    const { root, story } = await newStory();
    await execa('ffmpeg', [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'anullsrc=r=8000:cl=mono:d=7200',
      '-y',
      join(root, 'sounds/0000.flac'),
    ]);
    await sayInstead(root, 'sounds/0000.wav', 'sounds/0000.flac');
    const engine = startEngine(['export', story, '--json']);
    await ffmpegOf(engine);
    engine.child.kill('SIGKILL');
    await engine.ended;
    await leavesNothing(engine);
  });

  it('SIGTERM while ffmpeg does not answer', async () => {
    const { story } = await newStory();
    const engine = startEngine(['export', story, '--json']);
    for (const pid of await ffmpegOf(engine)) process.kill(pid, 'SIGSTOP');
    engine.child.kill('SIGTERM');
    await endsByItself(engine);
    await leavesNothing(engine);
  });

  it('SIGTERM while a picture draws for ever', async () => {
    const { root, story } = await newStory();
    const dashes = '<path d="M0 0 L1e7 1e7" stroke="red" stroke-dasharray="1e-5"/>';
    await writeFile(
      join(root, 'images/x.svg'),
      `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">${dashes}</svg>`,
    );
    await sayInstead(root, 'images/0000.png', 'images/x.svg');
    const engine = startEngine(['check', story, '--json']);
    await delay(1500);
    engine.child.kill('SIGTERM');
    await endsByItself(engine);
    await leavesNothing(engine);
  });

  for (const [what, signal] of [
    ['SIGTERM', 'SIGTERM'],
    ['SIGKILL', 'SIGKILL'],
  ] as const) {
    it(`${what} while it is given FIFOs to read`, async () => {
      for (const target of [
        'story.md',
        'story.storyflow.yaml',
        '.storyflow.yaml',
        'images/0000.png',
        'sounds/0000.wav',
      ]) {
        const { root, story } = await newStory();
        await execa('sh', ['-c', 'rm -f "$1"; mkfifo "$1"', 'sh', join(root, target)]);
        const engine = startEngine(['export', story, '--json']);
        await delay(700);
        engine.child.kill(signal);
        await endsByItself(engine);
        await leavesNothing(engine);
      }
    });
  }

  it('with STORYFLOW_PARENT=1 the end of its input ends it, at any moment', async () => {
    for (let round = 0; round < rounds; round++) {
      const { root, story } = await newStory();
      const engine = startEngine(['export', story, '--json'], {
        env: { STORYFLOW_PARENT: '1' },
        stdin: 'pipe',
      });
      if (round > 0) await anyMoment();
      engine.child.stdin!.end();
      const { exitCode } = await endsByItself(engine);
      assert.ok([0, 130].includes(exitCode!), engine.output());
      await leavesNothing(engine);
      assert.deepEqual([...snapshot(root).keys()].filter(isLeftOver), []);
    }
  });

  it('started with nohup it works on when its shell has gone', async () => {
    const { root, story } = await newStory();
    const built = join(import.meta.dirname, '../../dist/storyflow.js');
    const script = 'nohup "$0" "$@" >"$LOG" 2>&1 </dev/null & sleep 0.2; exit 0';
    const log = join(root, 'log.txt');
    const shell = spawn('sh', ['-c', script, process.execPath, built, 'export', story], {
      env: { ...process.env, LOG: log, STORYFLOW_ATTACK_MARK: root },
      detached: true,
      stdio: 'ignore',
    });
    await once(shell, 'exit');
    assert.deepEqual(await survivors(root, 60), []);
    assert.deepEqual(await judgeFile(longVideo(root), longFrames), []);
  });

  async function nextExportIsWhole(root: string, story: string): Promise<void> {
    const next = await cli(['export', story, '--json']);
    assert.equal(next.exitCode, 0, next.stdout);
    assert.deepEqual(await judgeFile(longVideo(root), longFrames), []);
    assert.deepEqual([...snapshot(root).keys()].filter(isLeftOver), []);
  }
});

async function endsByItself(engine: Engine) {
  const late = delay(PATIENCE_SECONDS * 1000, undefined, { ref: false });
  const ended = await Promise.race([engine.ended, late]);
  if (ended !== undefined) return ended;
  engine.child.kill('SIGKILL');
  return assert.fail(`it did not end within ${PATIENCE_SECONDS} s: ${engine.output().slice(-500)}`);
}

async function leavesNothing(engine: Engine): Promise<void> {
  assert.deepEqual(await survivors(engine.mark), []);
}

/** The process numbers of its ffmpegs, as soon as there are any. */
async function ffmpegOf(engine: Engine): Promise<number[]> {
  for (;;) {
    const found = (await marked(engine.mark)).filter(({ command }) => /^\S*ffmpeg /.test(command));
    if (found.length > 0) return found.map(({ pid }) => pid);
    assert.equal(engine.child.exitCode, null, `no ffmpeg was seen: ${engine.output()}`);
    await delay(5);
  }
}

async function sayInstead(root: string, old: string, other: string): Promise<void> {
  await execa('sed', ['-i', `s#${old}#${other}#`, join(root, 'story.storyflow.yaml')]);
}
