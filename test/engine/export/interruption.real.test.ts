import { strict as assert } from 'node:assert';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseEngineEvent, type EngineEvent } from '../../../src/engine/protocol.ts';
import { cli, exported } from '../../support/cli.ts';
import { tone } from '../../support/mediaFiles.ts';
import { probe } from '../../support/probe.ts';
import { kill } from '../../support/processes.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const built = join(import.meta.dirname, '../../../dist/storyflow.js');

/** Segments long enough that an export can be caught in the middle. */
const segments = ['#c03020', '#20a040', '#3050d0', '#c0c020', '#20c0c0', '#c020c0'].map((picture, i) => ({
  text: `Segment ${i}.`,
  picture,
  samples: 48_000 * 3 + i * 997,
  sound: tone(200 + 20 * i),
}));

describe('an interrupted export', () => {
  const folder = temporaryFolder();

  /** A process of its own, caught when its first segment is done. */
  async function caughtExport(env: NodeJS.ProcessEnv = {}) {
    const story = await writeStory(folder(), { segments });
    const child = spawn(process.execPath, [built, 'export', story, '--json', '--resolution', '640x360'], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const events: EngineEvent[] = [];
    const exit = once(child, 'close') as Promise<[number | null]>;
    await new Promise<void>((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const lines = text.split('\n');
        text = lines.pop()!;
        for (const line of lines) {
          const event = parseEngineEvent(line);
          if (event) events.push(event);
          // The third begins when one of the first two is kept: when it has been drawn, something can be used again.
          if (event?.event === 'progress' && /^Rendering segment [4-6]/.test(event.progress.current_phase))
            resolve();
        }
      });
      void exit.then(([code]) => reject(new Error(`ended with ${code} before it could be caught`)));
    });
    return { story, child, events, exit };
  }

  async function leavesNothing(child: ChildProcess): Promise<void> {
    await waitUntil(
      async () => (await descendants(child.pid!)).length === 0 && (await ffmpegIn(folder())) === 0,
    );
    assert.ok(!existsSync(join(folder(), 'output/story/final.mp4')));
    assert.deepEqual(await readdir(join(folder(), 'output/story')).catch(() => []), []);
    assert.ok(!existsSync(join(folder(), '.storyflow/story/export.lock')));
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} ends it with 130, without a process or a partial video, keeping finished segments`, async () => {
      const { story, child, events, exit } = await caughtExport();
      child.kill(signal);
      const [code] = await exit;
      assert.equal(code, 130);
      const last = events.at(-1);
      assert.ok(last?.event === 'failed' && last.code === 'CANCELLED');
      await leavesNothing(child);
      const status = (await cli(['status', story, '--json'])).events.at(-1);
      assert.equal(status?.event === 'done' && status['status'], 'DRAFT');
      const done = exported(await cli(['export', story, '--json', '--resolution', '640x360']));
      assert.ok(
        done.segments.some((segment) => segment.reused),
        'finished work is used again',
      );
    });
  }

  it('ends when the parent that holds its standard input is gone', async () => {
    const { child, exit } = await caughtExport({ STORYFLOW_PARENT: '1' });
    child.stdin.end();
    const [code] = await exit;
    assert.equal(code, 130);
    await leavesNothing(child);
  });

  it('killed outright: nothing runs on, it counts as failed, and the next export completes it', async () => {
    const { story, child, exit } = await caughtExport();
    child.kill('SIGKILL');
    await exit;
    await waitUntil(async () => (await ffmpegIn(folder())) === 0);
    const status = (await cli(['status', story, '--json'])).events.at(-1);
    assert.equal(status?.event === 'done' && status['status'], 'FAILED');
    const done = exported(await cli(['export', story, '--json', '--resolution', '640x360']));
    assert.ok(
      done.segments.some((segment) => segment.reused),
      'finished work is used again',
    );
    await probe(done.output_path);
    assert.deepEqual(await readdir(join(folder(), 'output/story')), ['final.mp4']);
  });

  it('refuses a second export of the same story, and lets the first finish', async () => {
    const { story, exit, events } = await caughtExport();
    const second = await cli(['export', story, '--json']);
    assert.equal(second.exitCode, 4);
    const status = (await cli(['status', story, '--json'])).events.at(-1);
    assert.equal(status?.event === 'done' && status['status'], 'PROCESSING');
    const [code] = await exit;
    assert.equal(code, 0);
    assert.equal(events.at(-1)?.event, 'done');
  });

  it('names the segment when an encoder dies, and exports on the next try', async () => {
    const { story, exit, events } = await caughtExport();
    let ended = false;
    const code = exit.then(([code]) => {
      ended = true;
      return code;
    });
    // Between two segments there may be none for a moment, and one that is found may be about to end well.
    for (; !ended; await delay(20)) (await ffmpegPids(folder(), 'rawvideo')).forEach(kill);
    assert.equal(await code, 1);
    const last = events.at(-1);
    assert.ok(last?.event === 'failed');
    assert.match(last.message, /segment/i);
    exported(await cli(['export', story, '--json', '--resolution', '640x360']));
  });
});

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 10_000;
  while (!(await condition())) {
    assert.ok(Date.now() < giveUp, 'still not so after 10 s');
    await delay(50);
  }
}

/** ffmpeg processes whose command line or working folder names this test's folder (Linux). */
async function ffmpegPids(folder: string, argument = ''): Promise<number[]> {
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (!/ffmpeg/.test(command.split('\0')[0] ?? '') || !command.includes(folder)) continue;
    if (command.includes(argument)) found.push(Number(entry));
  }
  return found;
}

async function ffmpegIn(folder: string): Promise<number> {
  return (await ffmpegPids(folder)).length;
}

async function descendants(pid: number): Promise<string[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return children.split(' ').filter((child) => child !== '');
}
