import { strict as assert } from 'node:assert';
import { button, drawn, loaded, playhead, usePreview } from '../../support/previewSuite.ts';

describe('the preview with the keyboard, the wheel and the host', () => {
  const given = usePreview();

  it('moves the selection, and opens the paragraph', async () => {
    const { page, sent } = await given.show({ selected: 's0' });
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
    const { page } = await given.show();
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
    const { page, sent } = await given.show();
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
    const { page } = await given.show();
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
    const { page } = await given.show();
    await page.getByRole('listbox').focus();
    const width = () => page.evaluate(() => document.querySelector('.canvas')!.getBoundingClientRect().width);
    const whole = await width();
    await page.keyboard.press('+');
    await drawn(page);
    assert.ok((await width()) > whole * 1.4);
    await page.keyboard.press('0');
    await drawn(page);
    assert.equal(await width(), whole);
  });

  it('shares the selection: shows what was chosen elsewhere, and says what is chosen here once', async () => {
    const { page, post, sent } = await given.show();
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
    const { page } = await given.show({}, { saved });
    await loaded(page);
    assert.equal(await playhead(page).getAttribute('aria-valuenow'), '20.0');
    await page.waitForFunction(() => Math.abs(document.querySelector('video')!.currentTime - 20) < 0.1);
    assert.ok(await button(page, 'Unmute').isVisible());
    await playhead(page).press('Home');
    await page.waitForFunction(() => (window.savedState as { time: number }).time === 0);
    assert.deepEqual(await page.evaluate(() => window.savedState), { ...saved, time: 0 });
  });
});
