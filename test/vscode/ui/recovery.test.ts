import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Frame } from 'playwright-core';
import {
  clearNotifications,
  closeEditors,
  notification,
  openFile,
  openStoryWindow,
  pictureFailures,
  showStories,
  type StoryWindow,
} from '../support/stories.ts';

describe('A preview that has lost something', () => {
  let window: StoryWindow;
  let preview: Frame;

  before(async () => {
    window = await openStoryWindow();
  });

  beforeEach(async () => {
    await closeEditors(window);
    await showStories(window);
    await window.command('StoryFlow: Open Preview');
    await previewIsThere();
    if ((await preview.locator('video[src]').count()) === 0) await window.command('StoryFlow: Export Video');
    await videoIsReady();
  });

  pictureFailures(() => window);
  after(() => window?.close());

  async function previewIsThere(): Promise<void> {
    preview = await window.webview();
    await preview.locator('h1').filter({ hasText: 'A Tale' }).waitFor();
    await preview.waitForFunction(() => {
      const pictures = [...document.querySelectorAll<HTMLImageElement>('.block img')];
      return pictures.length === 4 && pictures.every(({ naturalWidth }) => naturalWidth > 0);
    });
  }

  const videoIsReady = () =>
    preview.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, undefined, {
      timeout: 120_000,
    });
  const widthOf = (page: Frame) =>
    page
      .locator('[role=option]')
      .first()
      .evaluate((element) => element.clientWidth);

  it('is at the same place after the window was reloaded, and plays', async () => {
    await preview.locator('[role=option]').nth(2).click();
    await preview.locator('[role=option].selected').filter({ hasText: 'The old miller' }).waitFor();
    const fits = await widthOf(preview);
    await preview.locator('[role=listbox]').press('+');
    await preview.waitForFunction(
      (before) => document.querySelector('[role=option]')!.clientWidth > before,
      fits,
    );
    // It is written down a quarter of a second after the last change.
    await window.page.waitForTimeout(1000);
    await window.reload();
    await previewIsThere();
    await preview.locator('[role=option].selected').filter({ hasText: 'The old miller' }).waitFor();
    await preview.waitForFunction(
      (before) => document.querySelector('[role=option]')!.clientWidth > before,
      fits,
    );
    await videoIsReady();
    const video = preview.locator('video');
    const from = await video.evaluate((element: HTMLVideoElement) => {
      void element.play();
      return element.currentTime;
    });
    await preview.waitForFunction(
      (start) => start > 3 && document.querySelector('video')!.currentTime > start + 0.5,
      from,
    );
  });

  it('makes its pictures again, and those of the tree, when the working folder was deleted', async () => {
    // Hidden it forgets its pictures, shown again it asks for them.
    await window.page.locator('.tab').filter({ hasText: 'Preview: A Tale' }).click();
    await openFile(window.page, 'Tale.md');
    const thumbnail = window.rows.nth(1).locator('.custom-view-tree-node-item-icon');
    const lost = thumbnail.and(window.page.locator('.codicon')).waitFor();
    await rm(join(window.workspace.folder, '.storyflow'), { recursive: true });
    await lost;
    await thumbnail.and(window.page.locator('[style*="background-image"]')).waitFor();
    await window.page.locator('.tab').filter({ hasText: 'Preview: A Tale' }).click();
    await previewIsThere();
    await window.storyRow.filter({ hasText: 'Draft' }).waitFor();
    await preview.getByText('No video yet').waitFor();
  });

  it('makes its copy of the video again when that was deleted', async () => {
    const path = await preview
      .locator('video')
      .evaluate((element: HTMLVideoElement) => decodeURIComponent(new URL(element.src).pathname));
    await rm(dirname(path), { recursive: true });
    await window.page.locator('.tab').filter({ hasText: 'Preview: A Tale' }).click();
    await openFile(window.page, 'Tale.md');
    await window.page.locator('.tab').filter({ hasText: 'Preview: A Tale' }).click();
    await previewIsThere();
    await videoIsReady();
  });

  it('makes no row of a story that was deleted, and shows it when it is there again', async () => {
    const { story, sidecar } = window.workspace;
    const [text, settings] = [await readFile(story), await readFile(sidecar)];
    await window.page.locator('.tab').filter({ hasText: 'Preview: A Tale' }).click();
    await openFile(window.page, 'Tale.md');
    await rm(story);
    await rm(sidecar);
    const welcome = window.page
      .locator('.welcome-view-content')
      .filter({ hasText: 'no story in this folder' });
    await welcome.waitFor();
    await clearNotifications(window);
    await window.page.locator('.tab').filter({ hasText: 'Preview: A Tale' }).click();
    await notification(window, /Tale\.md/);
    assert.ok(await welcome.isVisible());
    await writeFile(sidecar, settings);
    await writeFile(story, text);
    await previewIsThere();
    await window.rows.nth(4).waitFor();
  });
});
