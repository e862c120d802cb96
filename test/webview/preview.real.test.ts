import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { ViewState } from '../../src/webview/protocol.ts';
import { violations } from '../support/accessibility.ts';
import { makePreviewStory, segment, speechLikePeaks, type PreviewStory } from '../support/previewStory.ts';
import {
  startPreviewServer,
  type PageOptions,
  type PreviewPage,
  type PreviewServer,
} from '../support/webviewPage.ts';

describe('the preview in a browser', () => {
  let folder: string;
  let server: PreviewServer;
  let story: PreviewStory;
  let open: PreviewPage | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storyflow-preview-'));
    server = await startPreviewServer(folder);
    story = await makePreviewStory(folder, server.url);
  });

  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  afterEach(async () => {
    const faults = open?.faults ?? [];
    await open?.page.close();
    open = undefined;
    assert.deepEqual(faults, [], 'no errors and no violations of the content security policy');
  });

  async function show(part: Partial<ViewState> = {}, options: PageOptions = {}): Promise<PreviewPage> {
    open = await server.open(options);
    await open.post({ type: 'state', state: story.view(part) });
    await open.post({ type: 'assets', assets: story.assets });
    await open.page.getByRole('heading', { level: 1 }).waitFor();
    return open;
  }

  const none = { kind: 'none' } as const;
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });
  const videoTime = (page: Page) => page.evaluate(() => document.querySelector('video')!.currentTime);
  const loaded = (page: Page) => page.waitForFunction(() => document.querySelector('video')!.readyState >= 2);
  /** Waits for the page to have drawn. */
  const drawn = (page: Page) =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

  describe('the export button', () => {
    const sentBy = async (name: string, { page, sent }: PreviewPage) => {
      await sent();
      await button(page, name).click();
      return sent();
    };

    it('exports when the story is ready', async () => {
      const preview = await show({ exportButton: { kind: 'ready' }, video: none });
      assert.deepEqual(await sentBy('Export Video', preview), [{ type: 'export' }]);
    });

    it('is disabled while something is missing, says what, and leads there', async () => {
      const blocked = 'Pictures are missing for segments 3 and 6.';
      const preview = await show({ exportButton: { kind: 'notReady', blocked, problems: 2 }, video: none });
      assert.ok(await button(preview.page, 'Export Video').isDisabled());
      assert.match(
        (await preview.page.locator('.notes').textContent())!,
        /Pictures are missing for segments 3 and 6\./,
      );
      assert.deepEqual(await sentBy('Show 2 Problems', preview), [{ type: 'showProblems' }]);
    });

    it('becomes enabled when what was missing is there', async () => {
      const { page, post } = await show({
        exportButton: { kind: 'notReady', blocked: 'x', problems: 1 },
        video: none,
      });
      await post({ type: 'state', state: story.view({ exportButton: { kind: 'ready' }, video: none }) });
      await drawn(page);
      assert.ok(await button(page, 'Export Video').isEnabled());
    });

    it('shows how far rendering is, and cancels it', async () => {
      const progress = {
        current_segment: 4,
        total_segments: 9,
        percentage: 41,
        current_phase: 'Joining the sound',
        seconds_left: 130,
      };
      const exportButton = { kind: 'rendering', progress: null, canCancel: true } as const;
      const preview = await show({ exportButton, badge: { kind: 'rendering', detail: null } });
      const { page } = preview;
      assert.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), null);
      await preview.post({ type: 'progress', progress });
      await drawn(page);
      assert.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '41');
      const text = await page.locator('.progress').innerText();
      for (const part of ['Joining the sound', 'Segment 4 of 9', '41 %', 'about 2 min left'])
        assert.ok(text.includes(part), text);
      assert.ok(await button(page, 'Rendering…').isDisabled());
      assert.deepEqual(await sentBy('Cancel', preview), [{ type: 'cancel' }]);
    });

    it('offers no cancel for an export of another process', async () => {
      const { page } = await show({ exportButton: { kind: 'rendering', progress: null, canCancel: false } });
      assert.equal(await button(page, 'Cancel').count(), 0);
    });

    it('offers a copy, the folder and another export when complete', async () => {
      const preview = await show();
      assert.deepEqual(await sentBy('Save a Copy…', preview), [{ type: 'saveCopy' }]);
      assert.deepEqual(await sentBy('Reveal', preview), [{ type: 'reveal' }]);
      assert.deepEqual(await sentBy('Export Again', preview), [{ type: 'export' }]);
    });

    it('says why it failed, retries, and leads to the log', async () => {
      const reason = 'Segment 6: the picture is damaged.';
      const preview = await show({ exportButton: { kind: 'failed', reason, blocked: null }, video: none });
      assert.ok((await preview.page.locator('.notes').textContent())!.includes(reason));
      assert.deepEqual(await sentBy('Retry Export', preview), [{ type: 'export' }]);
      assert.deepEqual(await sentBy('Show Log', preview), [{ type: 'showLog' }]);
    });
  });

  describe('the video', () => {
    it('plays with its sound while the playhead follows, and pauses', async () => {
      const { page } = await show();
      await loaded(page);
      await button(page, 'Play').click();
      await page.waitForFunction(() => document.querySelector('video')!.currentTime > 0.5);
      const heard = await page.evaluate(
        () =>
          (document.querySelector('video') as HTMLVideoElement & { webkitAudioDecodedByteCount: number })
            .webkitAudioDecodedByteCount,
      );
      assert.ok(heard > 0, 'sound was decoded');
      await button(page, 'Pause').click();
      await drawn(page);
      const at = Number(await playhead(page).getAttribute('aria-valuenow'));
      assert.ok(
        Math.abs(at - (await videoTime(page))) < 0.35,
        `playhead at ${at}, video at ${await videoTime(page)}`,
      );
      assert.equal(await page.evaluate(() => document.querySelector('video')!.paused), true);
    });

    it('goes to where the timeline is clicked', async () => {
      const { page } = await show();
      await loaded(page);
      const ruler = (await page.locator('.timeline .ruler').boundingBox())!;
      const target = 0.6 * story.duration;
      await page.mouse.click(ruler.x + 0.6 * ruler.width, ruler.y + 5);
      await page.waitForFunction(
        (time) => Math.abs(document.querySelector('video')!.currentTime - time) < 0.3,
        target,
      );
    });

    it('follows the playhead while it is dragged', async () => {
      const { page } = await show();
      await loaded(page);
      const ruler = (await page.locator('.timeline .ruler').boundingBox())!;
      await page.mouse.move(ruler.x + 10, ruler.y + 8);
      await page.mouse.down();
      await page.mouse.move(ruler.x + ruler.width / 4, ruler.y + 60, { steps: 4 });
      await page.mouse.move(ruler.x + ruler.width / 2, ruler.y + 90, { steps: 4 });
      await page.mouse.up();
      await page.mouse.move(ruler.x + 30, ruler.y + 8);
      await page.waitForFunction(
        (time) => Math.abs(document.querySelector('video')!.currentTime - time) < 0.3,
        story.duration / 2,
      );
    });

    it('is described by duration, size, resolution and frame rate', async () => {
      const { page } = await show();
      const facts = await page.locator('main > .facts').innerText();
      for (const fact of ['0:49', '48.2 MB', '1920 × 1080', '30 fps']) assert.ok(facts.includes(fact), facts);
    });

    it('is loaded anew when its file changed, and only then', async () => {
      const { page, post } = await show();
      await loaded(page);
      const sources: string[] = [];
      page.on('request', (request) => request.resourceType() === 'media' && sources.push(request.url()));
      await post({ type: 'state', state: story.view({ title: 'Another title' }) });
      await drawn(page);
      assert.deepEqual(sources, []);
      const video = story.view().video;
      assert.ok(video.kind === 'ready');
      await post({
        type: 'state',
        state: story.view({ video: { ...video, source: video.source.replace('v=1', 'v=2') } }),
      });
      await page.waitForFunction(() => document.querySelector('video')!.src.endsWith('v=2'));
    });

    it('tells the host, and the reader, when it cannot be played', async () => {
      const video = story.view().video;
      assert.ok(video.kind === 'ready');
      const { page, sent, faults } = await show({
        video: { ...video, source: `${server.url}/media/broken.mp4` },
      });
      await page.getByText('The video cannot be played here').waitFor();
      assert.ok((await sent()).some((message) => message.type === 'videoGone'));
      faults.length = 0;
    });

    it('is explained where there is none', async () => {
      const { page, post } = await show({ video: none, exportButton: { kind: 'ready' } });
      await page.getByText('No video yet').waitFor();
      const failed = { kind: 'failed', reason: 'The disk is full.', blocked: null } as const;
      await post({ type: 'state', state: story.view({ video: none, exportButton: failed }) });
      await page.getByText('Press Retry Export').waitFor();
      await post({ type: 'state', state: story.view({ video: { kind: 'gone' } }) });
      await page.getByText('The video file is gone').waitFor();
    });

    it('plays from the beginning when the host asks', async () => {
      const { page, post } = await show();
      await loaded(page);
      await playhead(page).press('End');
      await post({ type: 'play' });
      await page.waitForFunction(() => {
        const video = document.querySelector('video')!;
        return !video.paused && video.currentTime > 0.2 && video.currentTime < 10;
      });
    });
  });

  describe('the narration', () => {
    it('of a segment is heard without a video, and the playhead moves over it', async () => {
      const { page } = await show({ video: none, exportButton: { kind: 'ready' }, selected: 's2' });
      await button(page, 'Listen').click();
      await page.waitForFunction(
        () => Number(document.querySelector('.playhead')!.getAttribute('aria-valuenow')) > 13,
      );
      await button(page, 'Pause').click();
      await button(page, 'Play').waitFor();
    });

    it('is heard when the host asks', async () => {
      const { page, post } = await show({ video: none, exportButton: { kind: 'ready' } });
      await post({ type: 'listen', id: 's1', sound: `${server.url}/media/voice.wav` });
      await button(page, 'Pause').waitFor();
      const at = Number(await playhead(page).getAttribute('aria-valuenow'));
      assert.ok(at >= 6.4 && at < 12.6, String(at));
    });

    it('is asked for where there is none', async () => {
      open = await server.open();
      await open.post({ type: 'state', state: story.view({ video: none, selected: 's4' }) });
      await button(open.page, 'Narrate').click();
      assert.deepEqual((await open.sent()).at(-1), { type: 'narrate', id: 's4' });
    });
  });

  describe('with the keyboard', () => {
    it('moves the selection, and opens the paragraph', async () => {
      const { page, sent } = await show({ selected: 's0' });
      await sent();
      const list = page.getByRole('listbox', { name: 'Segments' });
      await list.focus();
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'Home', 'PageDown']) {
        await page.keyboard.press(key);
        await drawn(page);
      }
      await page.keyboard.press('Enter');
      const ids = (await sent()).map((message) =>
        'id' in message ? `${message.type} ${message.id}` : message.type,
      );
      const selected = ['s1', 's2', 's1', 's8', 's0', 's8'].map((id) => `select ${id}`);
      assert.deepEqual(ids, [...selected, 'openSegment s8']);
      const active = await list.getAttribute('aria-activedescendant');
      assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
    });

    it('moves the playhead by seconds, pages and to both ends', async () => {
      const { page } = await show();
      await playhead(page).focus();
      const after = async (key: string) => {
        await page.keyboard.press(key);
        await drawn(page);
        return Number(await playhead(page).getAttribute('aria-valuenow'));
      };
      assert.equal(await after('ArrowRight'), 1);
      assert.equal(await after('PageUp'), 6);
      assert.equal(await after('ArrowLeft'), 5);
      assert.equal(await after('End'), 49.5);
      assert.equal(await after('Home'), 0);
      assert.match(
        (await playhead(page).getAttribute('aria-valuetext'))!,
        /^0 seconds of 50 seconds, segment 1 of 9$/,
      );
    });

    it('plays and pauses by the space bar, except where it presses a button', async () => {
      const { page, sent } = await show();
      await loaded(page);
      await page.getByRole('listbox').focus();
      await page.keyboard.press(' ');
      await button(page, 'Pause').waitFor();
      await page.keyboard.press(' ');
      await button(page, 'Play').waitFor();
      await sent();
      await button(page, 'Reveal').focus();
      await page.keyboard.press(' ');
      assert.deepEqual(await sent(), [{ type: 'reveal' }]);
      assert.ok(await button(page, 'Play').isVisible());
    });

    it('scrolls and zooms by the wheel', async () => {
      const { page } = await show();
      const scroller = page.locator('.scroller');
      const box = (await scroller.boundingBox())!;
      await page.mouse.move(box.x + 300, box.y + 80);
      const at = () => scroller.evaluate((one) => (one.scrollLeft + 300) / one.scrollWidth);
      const before = await at();
      await page.keyboard.down('Control');
      for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -200);
      await page.keyboard.up('Control');
      await drawn(page);
      assert.ok(Math.abs((await at()) - before) < 0.02, 'what is under the pointer stays there');
      await page.mouse.wheel(0, 500);
      await page.waitForFunction((share) => {
        const { scrollLeft, scrollWidth } = document.querySelector('.scroller')!;
        return (scrollLeft + 300) / scrollWidth > share + 0.02;
      }, before);
    });

    it('zooms', async () => {
      const { page } = await show();
      await page.getByRole('listbox').focus();
      const width = () =>
        page.evaluate(() => document.querySelector('.canvas')!.getBoundingClientRect().width);
      const whole = await width();
      await page.keyboard.press('+');
      await drawn(page);
      assert.ok((await width()) > whole * 1.4);
      await page.keyboard.press('0');
      await drawn(page);
      assert.equal(await width(), whole);
    });
  });

  it('shares the selection: shows what was chosen elsewhere, and says what is chosen here once', async () => {
    const { page, post, sent } = await show();
    await loaded(page);
    await post({ type: 'select', id: 's5' });
    await page.waitForFunction(() => document.querySelector('video')!.currentTime > 27);
    await page.locator('[role="option"][aria-selected="true"][aria-posinset="6"]').waitFor();
    await sent();
    await page.getByRole('option', { name: /^Segment 2 / }).click();
    assert.deepEqual(await sent(), [{ type: 'select', id: 's1' }]);
  });

  it('comes back as it was left', async () => {
    const saved = { storyFile: '/stories/lighthouse.md', time: 20, zoom: 60, muted: true, volume: 0.5 };
    const { page } = await show({}, { saved });
    await loaded(page);
    assert.equal(await playhead(page).getAttribute('aria-valuenow'), '20.0');
    await page.waitForFunction(() => Math.abs(document.querySelector('video')!.currentTime - 20) < 0.1);
    assert.ok(await button(page, 'Unmute').isVisible());
    await playhead(page).press('Home');
    await page.waitForFunction(() => (window.savedState as { time: number }).time === 0);
    assert.deepEqual(await page.evaluate(() => window.savedState), { ...saved, time: 0 });
  });

  describe('with 1000 segments', () => {
    const many = () =>
      Array.from({ length: 1000 }, (_, i) => segment(i, `Paragraph ${i + 1} of a long story.`, 3 + (i % 7)));
    const elements = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);

    it('keeps few elements at every zoom and place', async () => {
      const { page, post } = await show({ segments: many(), scenes: [] });
      const peaks = speechLikePeaks(6, 1);
      await post({
        type: 'assets',
        assets: many().map(({ id }) => ({ id, thumbnail: null, sound: null, peaks })),
      });
      await page.getByRole('listbox').focus();
      for (const key of ['0', '+', '+', '+', '+', '+', '+', '+', '+', '+', '+']) {
        await page.keyboard.press(key);
        await drawn(page);
        const count = await elements(page);
        assert.ok(count < 2500, `${count} elements`);
      }
      await page.keyboard.press('End');
      await drawn(page);
      assert.ok(await page.getByRole('option', { name: /^Segment 1000 / }).isVisible());
    });

    it('keeps the middle in the middle, however fast one zooms', async () => {
      const { page } = await show({ segments: many(), scenes: [] });
      await page.getByRole('listbox').focus();
      await page.evaluate(async () => {
        const list = document.activeElement!;
        for (let i = 0; i < 40; i++) {
          const key = i % 4 === 3 ? '-' : '+';
          list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
          await new Promise((next) => setTimeout(next, 7));
        }
      });
      await drawn(page);
      const middle = await page.evaluate(() => {
        const { scrollLeft, clientWidth, scrollWidth } = document.querySelector('.scroller')!;
        return (scrollLeft + clientWidth / 2) / scrollWidth;
      });
      assert.ok(Math.abs(middle - 0.5) < 0.01, String(middle));
    });

    it('shows no gap in any frame while scrolling', async () => {
      const { page } = await show({ segments: many(), scenes: [] });
      await page.getByRole('listbox').focus();
      for (let i = 0; i < 9; i++) await page.keyboard.press('+');
      await drawn(page);
      const gaps = await page.evaluate(async () => {
        const scroller = document.querySelector('.scroller')!;
        const { left, right } = scroller.getBoundingClientRect();
        const found: number[] = [];
        for (let i = 0; i < 60; i++) {
          scroller.scrollLeft += 240;
          await new Promise((done) => requestAnimationFrame(done));
          const boxes = [...document.querySelectorAll('.block')].map((one) => one.getBoundingClientRect());
          const covered = boxes.some((box) => box.left <= left) && boxes.some((box) => box.right >= right);
          if (!covered) found.push(i);
        }
        return found;
      });
      assert.deepEqual(gaps, []);
    });
  });

  describe('for everybody', () => {
    for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const) {
      it(`has names and contrast in ${theme}`, async () => {
        const { page, post } = await show({ selected: 's2' }, { theme });
        assert.deepEqual(await violations(page), []);
        const reason = 'Segment 6: the picture is damaged.';
        await post({
          type: 'state',
          state: story.view({
            video: none,
            badge: { kind: 'failed', detail: reason },
            exportButton: { kind: 'failed', reason, blocked: 'Pictures are missing for segments 3 and 6.' },
          }),
        });
        await drawn(page);
        assert.deepEqual(await violations(page), []);
      });
    }

    it('fits into 300 pixels', async () => {
      const reason = 'Segment 6: images/a-very-long-name-of-a-picture-without-any-space.jpg is damaged.';
      const states: Partial<ViewState>[] = [
        {},
        { exportButton: { kind: 'failed', reason, blocked: null } },
        { exportButton: { kind: 'notReady', blocked: reason, problems: 12 }, video: none },
      ];
      for (const state of states) {
        const { page } = await show(state, { width: 300 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.equal(wide, 300);
        for (const one of await page.getByRole('button').all()) {
          const box = await one.boundingBox();
          assert.ok(!box || (box.x >= 0 && box.x + box.width <= 300), await one.innerText());
        }
        const ruler = (await page.locator('.ruler').boundingBox())!;
        for (const label of await page.locator('.ruler text').all()) {
          const box = (await label.boundingBox())!;
          assert.ok(box.x + box.width <= ruler.x + ruler.width, `${await label.textContent()} is cut`);
        }
        await page.close();
      }
    });

    it('moves nothing of itself where motion is unwanted', async () => {
      const { page } = await show(
        {
          badge: { kind: 'rendering', detail: null },
          exportButton: { kind: 'rendering', progress: null, canCancel: true },
        },
        { reducedMotion: true },
      );
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    });
  });
});
