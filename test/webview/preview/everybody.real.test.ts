import { strict as assert } from 'node:assert';
import type { ViewState } from '../../../src/webview/protocol.ts';
import { violations } from '../../support/accessibility.ts';
import { drawn, none, usePreview } from '../../support/previewSuite.ts';

describe('the preview for everybody', () => {
  const given = usePreview();

  for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const) {
    it(`has names and contrast in ${theme}`, async () => {
      const { page, post } = await given.show({ selected: 's2' }, { theme });
      assert.deepEqual(await violations(page), []);
      const reason = 'Segment 6: the picture is damaged.';
      await post({
        type: 'state',
        state: given.story.view({
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
      const { page } = await given.show(state, { width: 300 });
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
    const { page } = await given.show(
      {
        badge: { kind: 'rendering', detail: null },
        exportButton: { kind: 'rendering', progress: null, canCancel: true },
      },
      { reducedMotion: true },
    );
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  });
});
