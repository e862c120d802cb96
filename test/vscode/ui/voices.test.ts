import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment } from '../support/environment.ts';
import { startServer } from '../support/server.ts';
import {
  notification,
  openFile,
  openStoryWindow,
  pictureFailures,
  showStories,
  storyWindow,
  type StoryWindow,
} from '../support/stories.ts';
import { publishVoiceModel, type VoiceModel } from '../support/voiceModel.ts';
import { openWorkbench } from '../support/workbench.ts';
import { createWorkspace } from '../support/workspace.ts';

const small = '# Kept by hand.\nresolution_width: 320\nresolution_height: 180\nframerate: 10\n';

describe('Voices in the workbench', () => {
  let model: VoiceModel;
  let window: StoryWindow;

  before(async function () {
    this.timeout(120_000);
    model = await publishVoiceModel();
    window = await openStoryWindow({ segments: 2 });
  });

  pictureFailures(() => window);
  after(async () => {
    await window?.close();
    await model?.close();
  });

  const list = () => window.page.locator('.quick-input-list');
  const row = (words: string | RegExp) =>
    list().locator('.monaco-list-row').filter({ hasText: words }).first();

  it('tells once, over two exports with the built-in voice, that there are natural ones', async function () {
    this.timeout(180_000);
    await model.clear();
    assert.deepEqual(await exportAnew(small), ['en-us', 'en-us']);
    const notice = await notification(window, /There are natural voices/);
    assert.match(await notice.innerText(), /Download Voice Model…[\s\S]*Not Now/);
    await window.screenshot('voices-notice');
    assert.deepEqual(await exportAnew(`${small}speed: 1.3\n`), ['en-us', 'en-us']);
    assert.equal(await notices().count(), 0);
    await clearNotifications();
  });

  it('keeps what has arrived when a download is cancelled, and goes on from there', async function () {
    this.timeout(120_000);
    await model.clear();
    const half = model.stall();
    try {
      await startDownload();
      const progress = await notification(window, /Downloading the voice model/);
      await half;
      await eventually(async () => (await model.sizeOf('onnx/model.onnx.part')) > 0);
      await window.page
        .locator('.notifications-center')
        .filter({ hasText: /of \d+(\.\d)? MB, \d+ %/ })
        .waitFor();
      await window.screenshot('voices-downloading');
      await progress.getByRole('button', { name: 'Cancel' }).first().click();
      await notification(window, /What has arrived is kept/);
    } finally {
      model.mend();
    }
    assert.ok(!(await model.isInstalled()));
    const there = await model.sizeOf('onnx/model.onnx.part');
    assert.ok(there > 0);

    model.ranges.length = 0;
    await clearNotifications();
    await startDownload(/goes on from there/);
    await notification(window, /Tiny is installed, with 2 voices/);
    assert.equal(model.ranges[0], `bytes=${there}-`);
    assert.ok(await model.isInstalled());
    await clearNotifications();
  });

  it('lets a voice be heard, then chosen with the keyboard, and writes it into the sidecar', async function () {
    this.timeout(120_000);
    await model.install();
    await writeFile(window.workspace.sidecar, small);
    await window.command('StoryFlow: Choose Voice');
    await row(/American English[\s\S]*en-us/).waitFor({ timeout: 30_000 });
    await window.screenshot('voices-list');
    await window.page.keyboard.type('heart');
    await row('af_heart').and(window.page.locator('.focused')).waitFor();
    await window.page.keyboard.press('Alt+Enter');
    const preview = await window.webview();
    await preview.locator('.sample').filter({ hasText: 'Voice sample: Heart' }).waitFor({ timeout: 30_000 });
    await preview.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.2);
    await window.screenshot('voices-sample');
    assert.ok(await row('af_heart').isVisible(), 'the list is still open');
    await window.page.locator('.quick-input-widget input[type="text"]').focus();
    await window.page.keyboard.press('Enter');
    await eventually(async () => (await sidecarText()) === `${small}voice: af_heart\n`);
    await preview.locator('.sample').waitFor({ state: 'hidden' });
  });

  it('exports with that voice, and says nothing of better ones', async function () {
    this.timeout(120_000);
    await model.install();
    assert.deepEqual(await exportAnew(`${small}voice: af_heart\n`), ['af_heart', 'af_heart']);
    const video = await stat(join(window.workspace.folder, 'output/Tale/final.mp4'));
    assert.ok(video.size > 10_000);
    assert.equal(await notices().count(), 0);
    await clearNotifications();
  });

  it('gives the voice back with one Undo', async function () {
    this.timeout(120_000);
    await model.install();
    await writeFile(window.workspace.sidecar, `${small}voice: af_heart\n`);
    await openFile(window.page, 'Tale.storyflow.yaml');
    await window.command('StoryFlow: Choose Voice');
    await window.page.locator('.quick-input-widget input[type="text"]').fill('emma');
    await row('bf_emma').waitFor({ timeout: 30_000 });
    await row('bf_emma').click();
    await eventually(async () => (await sidecarText()) === `${small}voice: bf_emma\n`);
    await window.page.locator('.editor-instance .view-line').filter({ hasText: 'bf_emma' }).click();
    await window.page.keyboard.press('Control+Z');
    await window.page.locator('.editor-instance .view-line').filter({ hasText: 'af_heart' }).waitFor();
    await window.command('File: Save');
    await eventually(async () => (await sidecarText()) === `${small}voice: af_heart\n`);
  });

  it('verifies a model, repairs it when it is damaged, and removes it', async function () {
    this.timeout(120_000);
    await model.install();
    await manage('Verify and Repair');
    await notification(window, /every file is as it was published/);
    await writeFile(model.file('voices/af_heart.bin'), 'short');
    await manage('Verify and Repair');
    await eventually(async () => (await model.sizeOf('voices/af_heart.bin')) === 522_240);
    await manage('Remove');
    await window.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Remove' }).click();
    await notification(window, /Tiny is removed/);
    assert.ok(!(await model.isInstalled()));
    await clearNotifications();
  });

  it('shows what to do for a voice that is not there, and never takes another', async function () {
    this.timeout(120_000);
    await model.clear();
    await writeFile(window.workspace.sidecar, `${small}voice: af_heart\n`);
    await window.command('StoryFlow: Check Story');
    await notification(window, /is not ready to export/);
    await window.command('Problems: Focus on Problems View');
    const problem = window.page
      .locator('.markers-panel .monaco-list-row')
      .filter({ hasText: /af_heart needs the Kokoro model/ });
    await problem.first().waitFor();
    await window.command('View: Hide Panel');

    await window.command('StoryFlow: Choose Voice');
    await row('Download Voice Model…').waitFor({ timeout: 30_000 });
    await window.page.keyboard.type('heart');
    await row(/af_heart[\s\S]*needs the voice model/).waitFor();
    await window.screenshot('voices-absent');
    await row('af_heart').click();
    await row('Tiny').waitFor();
    await window.page.keyboard.press('Escape');
    await clearNotifications();
  });

  it('says what is wrong with a source, in words, with a way to its setting', async function () {
    this.timeout(120_000);
    await model.clear();
    model.falsify();
    try {
      await startDownload();
      const failure = await notification(window, /is not the published file.*SHA-256 differs/);
      await failure.getByRole('button', { name: 'Open Settings' }).waitFor();
      assert.ok(!(await model.isInstalled()));
    } finally {
      model.mend();
    }
    await clearNotifications();
  });

  it('refuses both commands in Restricted Mode, with the reason', async function () {
    this.timeout(120_000);
    const { host, browser, repository } = environment();
    const server = await startServer(host, { workspaceTrust: true });
    const workspace = await createWorkspace();
    const options = { workspace: workspace.folder, extension: repository };
    const restricted = storyWindow(await openWorkbench(browser, server, options), workspace);
    try {
      await showStories(restricted);
      for (const command of ['StoryFlow: Choose Voice', 'StoryFlow: Download Voice Model']) {
        await restricted.command(command);
        await notification(restricted, /Restricted Mode.*voice models/);
        await restricted.command('Notifications: Clear All Notifications');
      }
    } finally {
      await restricted.close();
      await server.close();
    }
  });

  async function startDownload(state = /./): Promise<void> {
    await window.command('StoryFlow: Download Voice Model');
    await row('Tiny').filter({ hasText: state }).waitFor({ timeout: 30_000 });
    await row('Tiny').click();
  }

  async function manage(action: string): Promise<void> {
    await clearNotifications();
    await window.command('StoryFlow: Download Voice Model');
    await row(/Tiny[\s\S]*installed, 2 voices/).waitFor({ timeout: 30_000 });
    await row('Tiny').click();
    await row(action).click();
  }

  const sidecarText = () => readFile(window.workspace.sidecar, 'utf8');

  const notices = () => window.page.locator('.notifications-center').filter({ hasText: /natural voices/ });
  const clearNotifications = () => window.command('Notifications: Clear All Notifications');

  /** Exports with this sidecar and nothing at hand. @returns the voice of every sound. */
  async function exportAnew(sidecar: string): Promise<string[]> {
    await clearNotifications();
    await writeFile(window.workspace.sidecar, sidecar);
    await rm(join(window.workspace.folder, '.storyflow'), { recursive: true, force: true });
    await window.command('StoryFlow: Export Video');
    // The notice of the export before may still be on its way out; its record is gone.
    const record = join(window.workspace.folder, '.storyflow/Tale/render.json');
    await eventually(async () => /"COMPLETED"/.test(await readFile(record, 'utf8').catch(() => '')));
    await notification(window, /is exported/);
    return voicesSpoken();
  }

  /** The voice of every sound that was made, with a time for each of its words. */
  async function voicesSpoken(): Promise<string[]> {
    const narration = join(window.workspace.folder, '.storyflow/Tale/narration');
    const names = (await readdir(narration)).filter((name) => name.endsWith('.json'));
    const notes = await Promise.all(names.map((name) => readFile(join(narration, name), 'utf8')));
    return notes.map((text) => {
      const { voice, timing, words } = JSON.parse(text) as {
        voice: string;
        timing: string;
        words: unknown[];
      };
      assert.equal(timing, 'spoken');
      assert.ok(words.length > 4);
      return voice;
    });
  }
});

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('Waited in vain.');
}
