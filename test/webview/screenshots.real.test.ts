import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strict as assert } from 'node:assert';
import type { ViewState } from '../../src/webview/protocol.ts';
import { makePreviewStory, type PreviewStory } from '../support/previewStory.ts';
import { themes } from '../support/vscodeThemes.ts';
import { startPreviewServer, type PreviewServer } from '../support/webviewPage.ts';

const RESULTS = 'test-results/preview';

describe('the preview, to be looked at', () => {
  let folder: string;
  let server: PreviewServer;
  let story: PreviewStory;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storyflow-preview-'));
    await mkdir(RESULTS, { recursive: true });
    server = await startPreviewServer(folder);
    story = await makePreviewStory(folder, server.url);
  });

  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const states = (): Record<string, Partial<ViewState>> => {
    const unheard = story.segments.map((segment) => ({ ...segment, estimated: true }));
    const missing = story.segments.map((segment, index) =>
      index === 2 || index === 5
        ? { ...segment, picture: index === 2 ? ('none' as const) : ('missing' as const) }
        : segment,
    );
    const none = { kind: 'none' } as const;
    const draft = { kind: 'draft', detail: 'Not exported yet' } as const;
    const progress = {
      current_segment: 4,
      total_segments: 9,
      percentage: 41,
      current_phase: 'Rendering segment 4 of 9',
      seconds_left: 47,
    };
    const reason =
      'Segment 6 could not be rendered: images/06-lighthouse.jpg is damaged. Save the picture again, then retry.';
    return {
      complete: { selected: 's3' },
      ready: { badge: draft, exportButton: { kind: 'ready' }, video: none, segments: unheard },
      'not-ready': {
        badge: draft,
        exportButton: {
          kind: 'notReady',
          blocked: 'Pictures are missing for segments 3 and 6.',
          problems: 2,
        },
        video: none,
        segments: missing,
        selected: 's2',
      },
      rendering: {
        badge: { kind: 'rendering', detail: 'Rendering segment 4 of 9' },
        exportButton: { kind: 'rendering', progress, canCancel: true },
      },
      failed: {
        badge: { kind: 'failed', detail: reason },
        exportButton: { kind: 'failed', reason, blocked: null },
      },
      stale: { exportButton: { kind: 'complete', blocked: null, stale: true } },
      preparing: { video: { kind: 'preparing' } },
      unplayable: { video: { kind: 'unplayable', reason: null } },
      empty: {
        badge: draft,
        exportButton: {
          kind: 'notReady',
          blocked: 'The story has no paragraphs yet: write the first one.',
          problems: 0,
        },
        video: none,
        segments: [],
        scenes: [],
      },
    };
  };

  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    it(`is drawn in ${theme}`, async () => {
      const wanted =
        theme === 'dark' ? Object.keys(states()) : ['complete', 'not-ready', 'rendering', 'failed'];
      for (const name of wanted) {
        const { page, post, faults } = await server.open({ theme });
        await post({ type: 'state', state: story.view(states()[name]) });
        const assets =
          name === 'ready' ? story.assets.map((one) => ({ ...one, peaks: null, sound: null })) : story.assets;
        await post({ type: 'assets', assets });
        if (name === 'complete') await page.getByRole('slider', { name: 'Playhead' }).press('PageUp');
        await page.waitForTimeout(700);
        await page.screenshot({ path: join(RESULTS, `${theme}-${name}.png`) });
        assert.deepEqual(faults, []);
        await page.close();
      }
    });
  }

  it('is drawn close up, and with 1000 segments', async () => {
    const { page, post } = await server.open({ theme: 'light', height: 700 });
    await post({ type: 'state', state: story.view({ selected: 's1' }) });
    await post({ type: 'assets', assets: story.assets });
    await page.getByRole('listbox').focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(RESULTS, 'light-close.png') });
    const many = Array.from({ length: 1000 }, (_, i) => ({ ...story.segments[i % 9]!, id: `m${i}` }));
    const video = { kind: 'none' } as const;
    await post({ type: 'state', state: story.view({ segments: many, scenes: [], video, selected: 'm500' }) });
    await post({ type: 'assets', assets: many.map(({ id }, i) => ({ ...story.assets[i % 9]!, id })) });
    for (const key of ['0', '+', '+', '+', '+', '+', '+']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(200);
      if (key === '0') await page.screenshot({ path: join(RESULTS, 'light-1000.png') });
    }
    await page.screenshot({ path: join(RESULTS, 'light-1000-closer.png') });
    await page.close();
  });

  it('is drawn 300 pixels wide', async () => {
    for (const name of ['complete', 'not-ready', 'rendering', 'failed']) {
      const { page, post } = await server.open({ width: 300, height: 760 });
      await post({ type: 'state', state: story.view(states()[name]) });
      await post({ type: 'assets', assets: story.assets });
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(RESULTS, `narrow-${name}.png`) });
      await page.close();
    }
  });
});
