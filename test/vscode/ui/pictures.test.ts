import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { environment } from '../support/environment.ts';
import { openStoryWindow, pictureFailures, type StoryWindow } from '../support/stories.ts';
import { picture } from '../support/workspace.ts';

describe('Pictures dropped on segments', () => {
  let window: StoryWindow;

  before(async () => {
    window = await openStoryWindow({ pictures: 0 });
    await window.rows.nth(4).filter({ hasText: 'picture missing' }).waitFor();
  });

  pictureFailures(() => window);
  after(() => window?.close());

  const hasPicture = (row: number) =>
    window.rows
      .nth(row)
      .filter({ hasText: /picture missing/ })
      .waitFor({ state: 'detached' });
  /** The row follows the change before it is saved. */
  async function savedSidecar(words: RegExp): Promise<RegExpExecArray> {
    for (let attempt = 1; ; attempt++) {
      const text = await readFile(window.workspace.sidecar, 'utf8');
      const found = words.exec(text);
      if (found) return found;
      assert.ok(attempt < 100, text);
      await window.page.waitForTimeout(100);
    }
  }

  it('come into the sidecar when they lie in the workspace', async () => {
    const { folder } = window.workspace;
    await mkdir(join(folder, 'drawn'), { recursive: true });
    await writeFile(join(folder, 'drawn/fox.svg'), picture(1));
    const uri = `vscode-remote://${environment().server.authority}${folder}/drawn/fox.svg`;
    await drop(window.rows.nth(1), { uri });
    await hasPicture(1);
    await savedSidecar(/The fox[^-]*image_file: drawn\/fox\.svg/);
  });

  it('are copied to the pictures of the story when they come from elsewhere', async () => {
    await drop(window.rows.nth(2), { name: 'crow.svg', content: picture(2) });
    await hasPicture(2);
    const [, name] = await savedSidecar(/A crow[^-]*image_file: images\/(crow.*\.svg)/);
    assert.equal(await readFile(join(window.workspace.folder, 'images', name!), 'utf8'), picture(2));
  });
});

/** What the browser does when something is dropped that was not dragged from this page. */
async function drop(
  row: Locator,
  dropped: { uri: string } | { name: string; content: string },
): Promise<void> {
  await row.evaluate(async (element, what) => {
    const dataTransfer = new DataTransfer();
    if ('uri' in what) dataTransfer.setData('text/uri-list', what.uri);
    else dataTransfer.items.add(new File([what.content], what.name, { type: 'image/svg+xml' }));
    const { left, top, width, height } = element.getBoundingClientRect();
    const place = { clientX: left + width / 2, clientY: top + height / 2 };
    for (const type of ['dragenter', 'dragover', 'dragover', 'drop']) {
      const options = { bubbles: true, cancelable: true, composed: true, dataTransfer, ...place };
      element.dispatchEvent(new DragEvent(type, options));
      await new Promise((done) => requestAnimationFrame(done));
    }
  }, dropped);
}
