import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { environment } from '../support/environment.ts';
import {
  clearNotifications,
  closeEditors,
  notification,
  openStoryWindow,
  pictureFailures,
  picturesInAllThemes,
  showStories,
  type StoryWindow,
} from '../support/stories.ts';

/** Long enough to be interrupted. */
const slow = 'resolution_width: 1920\nresolution_height: 1080\nframerate: 60\n';
/** Long enough for three pictures of it. */
const slowest = 'resolution_width: 3840\nresolution_height: 2160\nframerate: 60\n';
const quick = 'resolution_width: 320\nresolution_height: 180\nframerate: 10\n';

describe('Exporting in the workbench', () => {
  let window: StoryWindow;

  before(async () => {
    window = await openStoryWindow({ segments: 6 });
  });

  /** Nothing runs, nothing is kept of earlier exports, and no notice of theirs is there. */
  beforeEach(async () => {
    const { folder } = window.workspace;
    await showStories(window);
    if (enginesOf(folder).length > 0) await window.command('StoryFlow: Cancel Export');
    await eventually('no engine', () => workersIn(folder).length === 0);
    await rm(join(folder, 'output'), { recursive: true, force: true });
    const workFolder = join(folder, '.storyflow/Tale');
    for (const made of await readdir(workFolder).catch(() => []))
      if (made !== 'assets') await rm(join(workFolder, made), { recursive: true, force: true });
    await clearNotifications(window);
    await badge(/Draft/);
  });

  pictureFailures(() => window);
  after(() => window?.close());

  const notice = (words: RegExp) => notification(window, words);
  const badge = (words: RegExp) => window.storyRow.filter({ hasText: words }).waitFor({ timeout: 120_000 });

  async function startExport(sidecar: string): Promise<void> {
    await writeFile(window.workspace.sidecar, sidecar);
    await window.command('StoryFlow: Export Video');
  }

  it('cancels from the notification: no process is left, and the badge is back', async () => {
    await startExport(slow);
    const progress = await notice(/Exporting “A Tale”/);
    await badge(/[1-9]\d* %/);
    await window.screenshot('tree-rendering');
    assert.equal(enginesOf(window.workspace.folder).length, 1);
    await progress.filter({ hasText: /segment \d of 6, \d+ %/ }).waitFor();
    await progress.getByRole('button', { name: 'Cancel' }).first().click();
    await badge(/Draft/);
    await eventually('no process', () => workersIn(window.workspace.folder).length === 0);
    await assert.rejects(stat(join(window.workspace.folder, 'output/Tale/final.mp4')));
  });

  it('goes on after the window was reloaded, with one engine only', async () => {
    await startExport(slow);
    await badge(/[1-9]\d* %/);
    const [before] = enginesOf(window.workspace.folder);
    assert.ok(before);
    await window.reload();
    await showStories(window);
    await badge(/\d+ %/);
    await eventually('another engine', () => {
      const engines = enginesOf(window.workspace.folder);
      return engines.length === 1 && engines[0] !== before;
    });
    await window.command('StoryFlow: Cancel Export');
    await badge(/Draft/);
  });

  it('shows an export that somebody else runs, and its end', async () => {
    const { host, repository } = environment();
    const script = join(repository, 'dist/storyflow.js');
    await writeFile(window.workspace.sidecar, slow);
    const foreign = execa(host.node, [script, 'export', window.workspace.story], { reject: false });
    try {
      await badge(/elsewhere/);
    } finally {
      foreign.kill('SIGTERM');
      await foreign;
    }
    await badge(/Draft|Failed/);
  });

  it('says Failed with the reason when the engine is killed, and retries', async () => {
    await startExport(slow);
    await badge(/[1-9]\d* %/);
    process.kill(enginesOf(window.workspace.folder)[0]!, 'SIGKILL');
    await badge(/Failed/);
    await notice(/ended before it was done/);
    await window.screenshot('tree-failed');
    await startExport(quick);
    await badge(/Completed/);
  });

  it('tells of the finished video, and plays it although nobody had opened the preview', async () => {
    await startExport(quick);
    const done = await notice(/is exported/);
    assert.match(await done.innerText(), /“A Tale” is exported: 0:\d\d, \d+\.\d MB/);
    assert.match(await done.innerText(), /Play[\s\S]*Reveal/);
    await badge(/Completed/);
    await window.screenshot('tree-completed');
    const header = (await readFile(join(window.workspace.folder, 'output/Tale/final.mp4'))).subarray(4, 8);
    assert.equal(header.toString('latin1'), 'ftyp');
    await done.getByRole('button', { name: 'Play' }).click();
    const preview = await window.webview();
    await preview.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5);
    await closeEditors(window);
  });

  it('looks right in every theme, while rendering, failed and complete', async function () {
    this.timeout(400_000);
    await window.command('StoryFlow: Open Preview');
    const preview = await window.webview();
    await preview.waitForFunction(() => {
      const pictures = [...document.querySelectorAll<HTMLImageElement>('.block img')];
      return pictures.length === 6 && pictures.every(({ naturalWidth }) => naturalWidth > 0);
    });
    await startExport(slowest);
    await badge(/[1-9]\d* %/);
    await preview.getByRole('progressbar').waitFor();
    await picturesInAllThemes(window, 'rendering');
    process.kill(enginesOf(window.workspace.folder)[0]!, 'SIGKILL');
    await badge(/Failed/);
    await preview.locator('.note.error').waitFor();
    await picturesInAllThemes(window, 'failed');
    await startExport(quick);
    await badge(/Completed/);
    await preview.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
    await picturesInAllThemes(window, 'complete');
    await closeEditors(window);
  });
});

const enginesOf = (folder: string) => processes(`storyflow.js export ${folder}`);
/** The engine, ffmpeg, anything that works on files of this folder. */
const workersIn = (folder: string) => processes(folder);

/** Ids of processes whose command line holds these words. */
function processes(words: string): number[] {
  const { stdout } = spawnSync('pgrep', ['-f', '--', words], { encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean).map(Number);
}

async function eventually(what: string, condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`Waited in vain for ${what}, a minute long.`);
}
