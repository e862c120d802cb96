import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { execa } from 'execa';
import {
  clearNotifications,
  closeEditors,
  notification,
  openFile,
  openStoryWindow,
  pictureFailures,
  type StoryWindow,
} from '../support/stories.ts';
import { picture } from '../support/workspace.ts';

describe('Preview in the workbench', () => {
  let window: StoryWindow;
  let preview: Frame;

  before(async () => {
    window = await openStoryWindow();
  });

  beforeEach(async () => {
    await writeFile(join(window.workspace.folder, 'images', '2.svg'), picture(1));
    await closeEditors(window);
    await window.command('StoryFlow: Open Preview');
    preview = await window.webview();
    await preview.locator('h1').filter({ hasText: 'A Tale' }).waitFor();
    await exportButton(':not([disabled])').waitFor();
  });

  pictureFailures(() => window);
  after(() => window?.close());

  const exportButton = (which = '') =>
    preview.locator(`vscode-button${which}`).filter({ hasText: /Export (?:Video|Again)/ });

  it('disables the export button while a picture is missing, and says so', async () => {
    await rm(join(window.workspace.folder, 'images', '2.svg'));
    await exportButton('[disabled]').waitFor();
    await preview
      .locator('.notes')
      .filter({ hasText: /picture/i })
      .waitFor();
    await window.command('Problems: Focus on Problems View');
    await window.page
      .locator('.markers-panel .monaco-list-row')
      .filter({ hasText: /no picture/ })
      .first()
      .waitFor();
    await window.screenshot('preview-not-ready');
    await writeFile(join(window.workspace.folder, 'images', '2.svg'), picture(1));
    await exportButton(':not([disabled])').waitFor();
    await window.command('View: Hide Panel');
  });

  it('exports with its button, and plays the video with sound that desktop VS Code can play', async function () {
    this.timeout(300_000);
    await exportButton().click();
    await playableVideo();
    const video = preview.locator('video');
    await video.evaluate((element: HTMLVideoElement) => element.play());
    await preview.waitForFunction(() => document.querySelector('video')!.currentTime > 0.5);
    const decoded = await video.evaluate((element: HTMLVideoElement) => ({
      width: element.videoWidth,
      sound: (element as unknown as { webkitAudioDecodedByteCount: number }).webkitAudioDecodedByteCount,
    }));
    assert.equal(decoded.width, 320);
    assert.ok(decoded.sound > 0, 'sound is decoded too');
    // Chromium plays AAC and desktop VS Code does not: what is played must be what both play.
    assert.equal(await soundCodec(window.workspace.folder), 'mp3');
  });

  it('has the story’s title in its tab, also when that changes', async () => {
    const { story } = window.workspace;
    const text = await readFile(story, 'utf8');
    await writeFile(story, text.replace('# A Tale', '# Another Tale'));
    await window.page.locator('.tab').filter({ hasText: 'Preview: Another Tale' }).waitFor();
    await writeFile(story, text);
    await window.page.locator('.tab').filter({ hasText: 'Preview: A Tale' }).waitFor();
  });

  it('seeks from the timeline, and the editor and the tree follow', async () => {
    await playableVideo();
    await preview.locator('video').evaluate((element: HTMLVideoElement) => element.pause());
    await preview.locator('[role=option]').nth(0).click();
    await window.rows.nth(1).and(window.page.locator('.selected')).waitFor();
    await preview.locator('[role=option]').nth(2).click();
    await preview.waitForFunction(() => document.querySelector('video')!.currentTime > 3);
    await window.rows.nth(3).and(window.page.locator('.selected')).waitFor();
  });

  it('plays from the notice of an export, also when its tab was hidden', async function () {
    this.timeout(300_000);
    await window.page.locator('.tab').filter({ hasText: 'Preview: A Tale' }).click();
    await openFile(window.page, 'Tale.md');
    await clearNotifications(window);
    await window.command('StoryFlow: Export Video');
    const done = await notification(window, /is exported/);
    await done.getByRole('button', { name: 'Play' }).click();
    preview = await window.webview();
    await plays();
  });

  const plays = () => preview.waitForFunction(() => document.querySelector('video')!.currentTime > 0.5);

  async function playableVideo(): Promise<void> {
    await window.storyRow.filter({ hasText: 'Completed' }).waitFor({ timeout: 120_000 });
    await preview.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  }
});

/** Of the video that the webview was given. */
async function soundCodec(folder: string): Promise<string> {
  const record = await readFile(join(folder, '.storyflow/Tale/render.json'), 'utf8');
  const { result } = JSON.parse(record) as { result: { preview_path: string } };
  const show = [
    '-v',
    'error',
    '-select_streams',
    'a',
    '-show_entries',
    'stream=codec_name',
    '-of',
    'csv=p=0',
  ];
  return (await execa('ffprobe', [...show, result.preview_path])).stdout.trim();
}
