import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { violations } from '../support/accessibility.ts';
import { tone, writeWav } from '../support/mediaFiles.ts';
import { makePreviewStory, type PreviewStory } from '../support/previewStory.ts';
import {
  startPreviewServer,
  type PageOptions,
  type PreviewPage,
  type PreviewServer,
} from '../support/webviewPage.ts';

describe('A voice sample in the preview', () => {
  let folder: string;
  let server: PreviewServer;
  let story: PreviewStory;
  let preview: PreviewPage;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storyflow-preview-'));
    server = await startPreviewServer(folder);
    story = await makePreviewStory(folder, server.url);
    await writeWav(join(folder, 'sample.wav'), 5 * 48_000, tone());
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  async function open(options: PageOptions = {}): Promise<void> {
    await preview?.page.close();
    preview = await server.open(options);
    await preview.post({ type: 'state', state: story.view({}) });
    await preview.page.getByRole('heading', { level: 1 }).waitFor();
  }
  beforeEach(() => open());
  afterEach(async () => {
    const { faults } = preview;
    await preview.page.close();
    assert.deepEqual(faults, [], 'no errors and no violations of the content security policy');
  });

  const play = (name = 'Heart') =>
    preview.post({ type: 'sample', sample: { name, sound: `${server.url}/media/sample.wav` } });
  const bar = (page: Page) => page.locator('.sample');
  const sounds = (page: Page) =>
    page.waitForFunction(() => {
      const audio = document.querySelector('audio');
      return audio && !audio.paused && audio.currentTime > 0.05;
    });

  it('is heard under its name, and again when it is asked for again', async () => {
    const { page } = preview;
    assert.ok(await bar(page).isHidden());
    await play();
    await bar(page).getByText('Voice sample: Heart').waitFor();
    await sounds(page);
    await page.evaluate(() => document.querySelector('audio')!.pause());
    await play('Emma');
    await bar(page).getByText('Voice sample: Emma').waitFor();
    await sounds(page);
    assert.equal(await page.locator('audio').count(), 1);
  });

  it('ends the video, and the video ends it: one thing at a time is heard', async () => {
    const { page } = preview;
    await page.waitForFunction(() => document.querySelector('video')!.readyState >= 2);
    await page.evaluate(() => document.querySelector('video')!.play());
    await play();
    await sounds(page);
    assert.ok(await page.evaluate(() => document.querySelector('video')!.paused));
    await page.evaluate(() => document.querySelector('video')!.play());
    await page.waitForFunction(() => document.querySelector('audio')!.paused);
  });

  for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const)
    it(`has names and contrast in ${theme}, and fits into 300 pixels`, async () => {
      await open({ theme, width: 300 });
      await play('A voice with a long name');
      await sounds(preview.page);
      assert.deepEqual(await violations(preview.page), []);
      const overflow = await preview.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0);
      await mkdir('test-results', { recursive: true });
      await preview.page.screenshot({ path: `test-results/sample-${theme}.png` });
    });

  it('goes away with its button, and when nobody chooses a voice any more', async () => {
    const { page } = preview;
    await play();
    await sounds(page);
    await page.getByRole('button', { name: 'Close the sample' }).press('Enter');
    await bar(page).waitFor({ state: 'hidden' });
    assert.equal(await page.locator('audio').count(), 0);
    await play();
    await sounds(page);
    await preview.post({ type: 'sample', sample: null });
    await bar(page).waitFor({ state: 'hidden' });
    assert.equal(await page.locator('audio').count(), 0);
  });
});
