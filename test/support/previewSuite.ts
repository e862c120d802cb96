import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { ViewState } from '../../src/webview/protocol.ts';
import { makePreviewStory, type PreviewStory } from './previewStory.ts';
import { startPreviewServer, type PageOptions, type PreviewPage, type PreviewServer } from './webviewPage.ts';

/** What {@link usePreview} gives to a suite; story and server not before its first test. */
export interface PreviewSuite {
  story: PreviewStory;
  server: PreviewServer;
  /** Opens a page that knows nothing yet. */
  open(options?: PageOptions): Promise<PreviewPage>;
  /** Opens a page on the story, which is complete but for `part`. */
  show(this: void, part?: Partial<ViewState>, options?: PageOptions): Promise<PreviewPage>;
}

/** For the head of a suite: the built preview in a browser, one page a test. A test fails when its page had a fault. */
export function usePreview(): PreviewSuite {
  let folder: string;
  let page: PreviewPage | undefined;
  const suite = {
    async open(options) {
      return (page = await suite.server.open(options));
    },
    async show(part = {}, options = {}) {
      const shown = await suite.open(options);
      await shown.post({ type: 'state', state: suite.story.view(part) });
      await shown.post({ type: 'assets', assets: suite.story.assets });
      await shown.page.getByRole('heading', { level: 1 }).waitFor();
      return shown;
    },
  } as PreviewSuite;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storyflow-preview-'));
    suite.server = await startPreviewServer(folder);
    suite.story = await makePreviewStory(folder, suite.server.url);
  });

  after(async () => {
    await suite.server.close();
    await rm(folder, { recursive: true });
  });

  afterEach(async () => {
    const faults = page?.faults ?? [];
    await page?.page.close();
    page = undefined;
    assert.deepEqual(faults, [], 'no errors and no violations of the content security policy');
  });
  return suite;
}

/** A story that was not exported. */
export const none = { kind: 'none' } as const;

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });
export const videoTime = (page: Page) => page.evaluate(() => document.querySelector('video')!.currentTime);
export const loaded = (page: Page) =>
  page.waitForFunction(() => document.querySelector('video')!.readyState >= 2);

/** Waits for the page to have drawn. */
export const drawn = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
