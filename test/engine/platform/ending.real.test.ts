import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { entryPoint } from '../../../src/engine/entryPoint.ts';
import { isRunning } from '../../support/processes.ts';
import { writeStory } from '../../support/story.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const engine = fileURLToPath(entryPoint('storyflow'));
const stuckRead = new URL('../../fixtures/stuckRead.mjs', import.meta.url).href;

async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await what())) await setTimeout(50);
}

describe('A process of StoryFlow', function () {
  const folder = temporaryFolder();
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  /** An engine whose reading of a picture never ends. */
  async function startStuck(env: NodeJS.ProcessEnv = {}) {
    const story = await writeStory(folder(), { segments: [{ text: 'One.', picture: 'images/stuck.png' }] });
    await execa('mkdir', [join(folder(), 'images')]);
    await writeFile(join(folder(), 'images/stuck.png'), 'x');
    const pipe = join(folder(), 'pipe');
    await execa('mkfifo', [pipe]);
    const child = execa(process.execPath, ['--import', stuckRead, engine, 'check', story], {
      env: { ...env, STUCK_PIPE: pipe },
      forceKillAfterDelay: false,
      reject: false,
    });
    // It is stuck once it has asked for the pipe.
    await until(async () => {
      const calls = await execa('sh', ['-c', `cat /proc/${child.pid}/task/*/wchan 2>/dev/null`], {
        reject: false,
      });
      return /fifo_open|wait_for_partner/.test(calls.stdout) || child.exitCode !== null;
    });
    return { child };
  }

  it('ends at SIGTERM though it waits for a read that never ends', async () => {
    const { child } = await startStuck();
    child.kill('SIGTERM');
    assert.equal((await child).exitCode, 130);
  });

  it('ends with its host though it waits for such a read', async () => {
    const { child } = await startStuck({ STORYFLOW_PARENT: '1' });
    child.stdin.end();
    assert.equal((await child).exitCode, 130);
  });

  it('takes the programs along that it started when it is killed', async () => {
    const following = new URL('../../../src/engine/platform/following.ts', import.meta.url).href;
    const script = `
      const { following } = await import(${JSON.stringify(following)});
      const { spawn } = await import('node:child_process');
      const child = spawn(...following('/bin/sleep', ['600']), { stdio: 'ignore' });
      console.log(child.pid);
      setInterval(() => {}, 1000);`;
    const parent = execa(process.execPath, ['--input-type=module', '-e', script], { reject: false });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(String(line));
    await until(async () => (await readFile(`/proc/${pid}/comm`, 'utf8')) === 'sleep\n');
    parent.kill('SIGKILL');
    await parent;
    await until(() => !isRunning(pid));
  });
});
