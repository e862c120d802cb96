import assert from 'node:assert/strict';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { answerFileDialog } from '../support/quickInput.ts';
import {
  clearNotifications,
  closeEditors,
  notification,
  openStoryWindow,
  pictureFailures,
  showStories,
  type StoryWindow,
} from '../support/stories.ts';

describe('Commands in the workbench', () => {
  let window: StoryWindow;

  before(async () => {
    window = await openStoryWindow();
  });

  beforeEach(async () => {
    await closeEditors(window);
    await clearNotifications(window);
    for (const made of ['storyflow-example', 'My story.md', 'My tale.md'])
      await rm(inWorkspace(made), { recursive: true, force: true });
    await showStories(window);
  });

  pictureFailures(() => window);
  after(() => window?.close());

  const inWorkspace = (name: string) => join(window.workspace.folder, name);

  it('write a new story, open it and show it', async () => {
    await window.command('StoryFlow: New Story');
    await answerFileDialog(window.page, inWorkspace('My tale.md'));
    await window.page.locator('.tab.active[data-resource-name="My tale.md"]').waitFor();
    await window.rows.filter({ hasText: 'My tale' }).first().waitFor();
    assert.match(await readFile(inWorkspace('My tale.md'), 'utf8'), /^# My tale\n/);
  });

  it('copy the example into the workspace and open it', async () => {
    await window.command('StoryFlow: Open the Example');
    await answerFileDialog(window.page, window.workspace.folder);
    await window.page.locator('.tab.active').filter({ hasText: '.md' }).waitFor();
    await window.rows.filter({ hasText: 'The Wind and the Sun' }).first().waitFor();
    await stat(inWorkspace('storyflow-example/images'));
  });

  it('stand together in the menu of a story in the Explorer', async () => {
    const { page } = window;
    await window.command('View: Show Explorer');
    await page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ hasText: /^Tale\.md$/ })
      .click({ button: 'right' });
    await page
      .locator('.context-view .action-item')
      .filter({ hasText: /^StoryFlow/ })
      .hover();
    for (const title of ['Export Video', 'Open Preview', 'Create Sidecar'])
      await page.locator('.monaco-submenu .action-item').filter({ hasText: title }).waitFor();
    await window.screenshot('explorer-menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  it('show what the doctor found', async () => {
    await window.command('StoryFlow: Doctor');
    const found = await notification(window, /Everything that an export needs is there/);
    await found.getByRole('button', { name: 'Show Details' }).click();
    await window.page.locator('.part.panel .view-line').filter({ hasText: /"ok"/ }).first().waitFor();
    await window.command('View: Hide Panel');
  });

  it('play the narration of a segment, which is spoken when it was not yet', async () => {
    await window.rows.filter({ hasText: 'A crow' }).click();
    await window.command('StoryFlow: Play Narration');
    const preview = await window.webview();
    await preview.locator('[role=option].playing').filter({ hasText: 'A crow' }).waitFor();
  });

  it('lead through the first steps', async () => {
    await window.command('StoryFlow: Get Started');
    const walkthrough = window.page.locator('.gettingStartedContainer');
    await walkthrough.getByText('Get started with StoryFlow').first().waitFor();
    await walkthrough.getByText('Watch and listen').first().click();
    await window.screenshot('walkthrough');
    await walkthrough.getByRole('button', { name: 'Open Preview' }).click();
    await (await window.webview()).locator('h1').filter({ hasText: 'A Tale' }).waitFor();
  });
});
