import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { drawn, usePreview } from '../../support/previewSuite.ts';
import { segment, speechLikePeaks } from '../../support/previewStory.ts';

describe('the preview with 1000 segments', () => {
  const given = usePreview();

  const many = () =>
    Array.from({ length: 1000 }, (_, i) => segment(i, `Paragraph ${i + 1} of a long story.`, 3 + (i % 7)));
  const elements = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);

  it('keeps few elements at every zoom and place', async () => {
    const { page, post } = await given.show({ segments: many(), scenes: [] });
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
    const { page } = await given.show({ segments: many(), scenes: [] });
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
    const { page } = await given.show({ segments: many(), scenes: [] });
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
