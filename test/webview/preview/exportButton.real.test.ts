import { strict as assert } from 'node:assert';
import { button, drawn, none, usePreview } from '../../support/previewSuite.ts';
import type { PreviewPage } from '../../support/webviewPage.ts';

describe('the export button of the preview', () => {
  const given = usePreview();

  const sentBy = async (name: string, { page, sent }: PreviewPage) => {
    await sent();
    await button(page, name).click();
    return sent();
  };

  it('exports when the story is ready', async () => {
    const preview = await given.show({ exportButton: { kind: 'ready' }, video: none });
    assert.deepEqual(await sentBy('Export Video', preview), [{ type: 'export' }]);
  });

  it('is disabled while something is missing, says what, and leads there', async () => {
    const blocked = 'Pictures are missing for segments 3 and 6.';
    const preview = await given.show({
      exportButton: { kind: 'notReady', blocked, problems: 2 },
      video: none,
    });
    assert.ok(await button(preview.page, 'Export Video').isDisabled());
    assert.match(
      (await preview.page.locator('.notes').textContent())!,
      /Pictures are missing for segments 3 and 6\./,
    );
    assert.deepEqual(await sentBy('Show 2 Problems', preview), [{ type: 'showProblems' }]);
  });

  it('becomes enabled when what was missing is there', async () => {
    const { page, post } = await given.show({
      exportButton: { kind: 'notReady', blocked: 'x', problems: 1 },
      video: none,
    });
    await post({ type: 'state', state: given.story.view({ exportButton: { kind: 'ready' }, video: none }) });
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
    const preview = await given.show({ exportButton, badge: { kind: 'rendering', detail: null } });
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
    const { page } = await given.show({
      exportButton: { kind: 'rendering', progress: null, canCancel: false },
    });
    assert.equal(await button(page, 'Cancel').count(), 0);
  });

  it('offers a copy, the folder and another export when complete', async () => {
    const preview = await given.show();
    assert.deepEqual(await sentBy('Save a Copy…', preview), [{ type: 'saveCopy' }]);
    assert.deepEqual(await sentBy('Reveal', preview), [{ type: 'reveal' }]);
    assert.deepEqual(await sentBy('Export Again', preview), [{ type: 'export' }]);
  });

  it('says why it failed, retries, and leads to the log', async () => {
    const reason = 'Segment 6: the picture is damaged.';
    const preview = await given.show({
      exportButton: { kind: 'failed', reason, blocked: null },
      video: none,
    });
    assert.ok((await preview.page.locator('.notes').textContent())!.includes(reason));
    assert.deepEqual(await sentBy('Retry Export', preview), [{ type: 'export' }]);
    assert.deepEqual(await sentBy('Show Log', preview), [{ type: 'showLog' }]);
  });
});
