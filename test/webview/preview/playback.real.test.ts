import { strict as assert } from 'node:assert';
import { button, drawn, loaded, none, playhead, usePreview, videoTime } from '../../support/previewSuite.ts';

describe('the preview plays', () => {
  const given = usePreview();

  describe('the video', () => {
    it('plays with its sound while the playhead follows, and pauses', async () => {
      const { page } = await given.show();
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
      const { page } = await given.show();
      await loaded(page);
      const ruler = (await page.locator('.timeline .ruler').boundingBox())!;
      const target = 0.6 * given.story.duration;
      await page.mouse.click(ruler.x + 0.6 * ruler.width, ruler.y + 5);
      await page.waitForFunction(
        (time) => Math.abs(document.querySelector('video')!.currentTime - time) < 0.3,
        target,
      );
    });

    it('follows the playhead while it is dragged', async () => {
      const { page } = await given.show();
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
        given.story.duration / 2,
      );
    });

    it('is described by duration, size, resolution and frame rate', async () => {
      const { page } = await given.show();
      const facts = await page.locator('main > .facts').innerText();
      for (const fact of ['0:49', '48.2 MB', '1920 × 1080', '30 fps']) assert.ok(facts.includes(fact), facts);
    });

    it('is loaded anew when its file changed, and only then', async () => {
      const { page, post } = await given.show();
      await loaded(page);
      const sources: string[] = [];
      page.on('request', (request) => request.resourceType() === 'media' && sources.push(request.url()));
      await post({ type: 'state', state: given.story.view({ title: 'Another title' }) });
      await drawn(page);
      assert.deepEqual(sources, []);
      const video = given.story.view().video;
      assert.ok(video.kind === 'ready');
      await post({
        type: 'state',
        state: given.story.view({ video: { ...video, source: video.source.replace('v=1', 'v=2') } }),
      });
      await page.waitForFunction(() => document.querySelector('video')!.src.endsWith('v=2'));
    });

    it('tells the host, and the reader, when it cannot be played', async () => {
      const video = given.story.view().video;
      assert.ok(video.kind === 'ready');
      const { page, sent, faults } = await given.show({
        video: { ...video, source: `${given.server.url}/media/broken.mp4` },
      });
      await page.getByText('The video cannot be played here').waitFor();
      assert.ok((await sent()).some((message) => message.type === 'videoGone'));
      faults.length = 0;
    });

    it('stands where the playhead was left, also when it comes late', async () => {
      const saved = { storyFile: '/stories/lighthouse.md', time: 4, zoom: null, muted: false, volume: 1 };
      const { page, post } = await given.show({ video: none }, { saved });
      await post({ type: 'state', state: given.story.view() });
      await loaded(page);
      assert.ok(Math.abs((await videoTime(page)) - 4) < 1);
    });

    it('tells the host once of a picture that is lost, and shows it when it is there again', async () => {
      const { page, post, sent, faults } = await given.show();
      const [first] = given.story.assets;
      const picture = page.locator('.block img').first();
      const told = async () => (await sent()).filter(({ type }) => type === 'assetsGone').length;
      const failed = () =>
        picture.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth === 0);
      await sent();
      for (const version of [1, 2]) {
        await post({
          type: 'assets',
          assets: [{ ...first!, thumbnail: `${given.server.url}/media/no.webp?v=${version}` }],
        });
        await page.waitForFunction(
          (end) => document.querySelector<HTMLImageElement>('.block img')!.src.endsWith(end),
          `v=${version}`,
        );
        await picture.evaluate((one: HTMLImageElement) => one.decode().catch(() => undefined));
        assert.ok(await failed());
        assert.equal(await told(), version === 1 ? 1 : 0);
      }
      await post({ type: 'assets', assets: [{ ...first!, thumbnail: `${first!.thumbnail}?v=3` }] });
      await page.waitForFunction(
        () => document.querySelector<HTMLImageElement>('.block img')!.naturalWidth > 0,
      );
      faults.length = 0;
    });

    it('is explained where there is none', async () => {
      const { page, post } = await given.show({ video: none, exportButton: { kind: 'ready' } });
      await page.getByText('No video yet').waitFor();
      const failed = { kind: 'failed', reason: 'The disk is full.', blocked: null } as const;
      await post({ type: 'state', state: given.story.view({ video: none, exportButton: failed }) });
      await page.getByText('Press Retry Export').waitFor();
      const reason = 'ffmpeg was not found.';
      await post({ type: 'state', state: given.story.view({ video: { kind: 'unplayable', reason: null } }) });
      await page.getByText('moved or deleted').waitFor();
      await post({ type: 'state', state: given.story.view({ video: { kind: 'unplayable', reason } }) });
      await page.getByText(reason).waitFor();
    });

    it('plays from the beginning as soon as it is there, when the host asked before', async () => {
      const { page, post } = await given.show({ video: { kind: 'preparing' } });
      await page.getByText('Getting the video ready').waitFor();
      await post({ type: 'play' });
      await post({ type: 'state', state: given.story.view() });
      await page.waitForFunction(() => document.querySelector('video')!.currentTime > 0.2);
    });

    it('does not begin by itself when something else was played since', async () => {
      const { page, post } = await given.show({ video: { kind: 'preparing' } });
      await post({ type: 'play' });
      await page.getByRole('button', { name: 'Play', exact: true }).click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await post({ type: 'state', state: given.story.view() });
      await loaded(page);
      await page.waitForTimeout(300);
      assert.ok(await page.evaluate(() => document.querySelector('video')!.paused));
    });

    it('plays from the beginning when the host asks', async () => {
      const { page, post } = await given.show();
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
      const { page } = await given.show({ video: none, exportButton: { kind: 'ready' }, selected: 's2' });
      await button(page, 'Listen').click();
      await page.waitForFunction(
        () => Number(document.querySelector('.playhead')!.getAttribute('aria-valuenow')) > 13,
      );
      await button(page, 'Pause').click();
      await button(page, 'Play').waitFor();
    });

    it('is heard when the host asks', async () => {
      const { page, post } = await given.show({ video: none, exportButton: { kind: 'ready' } });
      await post({ type: 'listen', id: 's1', sound: `${given.server.url}/media/voice.wav` });
      await button(page, 'Pause').waitFor();
      const at = Number(await playhead(page).getAttribute('aria-valuenow'));
      assert.ok(at >= 6.4 && at < 12.6, String(at));
    });

    it('is asked for where there is none', async () => {
      const open = await given.open();
      await open.post({ type: 'state', state: given.story.view({ video: none, selected: 's4' }) });
      await button(open.page, 'Narrate').click();
      assert.deepEqual((await open.sent()).at(-1), { type: 'narrate', id: 's4' });
    });
  });
});
