import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import {
  closeEditors,
  openFile,
  openStoryWindow,
  pictureFailures,
  showStories,
  type StoryWindow,
} from '../support/stories.ts';
import { picture, sidecarOfTests } from '../support/workspace.ts';

describe('Stories view', () => {
  let window: StoryWindow;
  let original: string;

  before(async () => {
    window = await openStoryWindow();
    original = await readFile(window.workspace.story, 'utf8');
  });

  /** The story as it was written, whatever an earlier try has typed, dragged or deleted. */
  beforeEach(async () => {
    const { folder, story, sidecar } = window.workspace;
    await closeEditors(window);
    await writeFile(story, original);
    await writeFile(sidecar, sidecarOfTests);
    await rm(join(folder, 'images/5.svg'), { force: true });
    await showStories(window);
    await inOrder(['The fox', 'A crow', 'The old miller', 'One star']);
  });

  pictureFailures(() => window);
  after(() => window?.close());

  async function inOrder(beginnings: readonly string[]): Promise<void> {
    for (const [index, words] of beginnings.entries())
      await window.rows
        .nth(index + 1)
        .filter({ hasText: words })
        .waitFor();
    await window.rows.nth(beginnings.length + 1).waitFor({ state: 'detached' });
  }

  async function addParagraph(): Promise<Locator> {
    await openFile(window.page, 'Tale.md');
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.type('\nAn owl flew by.\n');
    const added = window.rows.filter({ hasText: 'An owl flew by' });
    await added.waitFor();
    return added;
  }

  it('lists the story with its status, and its segments in order', async () => {
    await window.storyRow.filter({ hasText: /A Tale[\s\S]*Draft/ }).waitFor();
    const segments = await window.rows.allInnerTexts();
    assert.equal(segments.length, 5);
    assert.match(segments[1]!, /1\s+The fox came/);
    assert.match(segments[4]!, /4\s+One star came/);
  });

  it('follows an edit as one types, before the file is saved', async () => {
    const added = await addParagraph();
    // There is one picture too few now.
    await added.filter({ hasText: 'picture missing' }).waitFor();
    await window.storyRow.filter({ hasText: '1 picture missing' }).waitFor();
    assert.doesNotMatch(await readFile(window.workspace.story, 'utf8'), /owl/);
    await window.screenshot('tree-picture-missing');
  });

  it('is content again when the picture has come', async () => {
    const added = await addParagraph();
    const missing = added.filter({ hasText: 'picture missing' });
    await missing.waitFor();
    const file = join(window.workspace.folder, 'images', '5.svg');
    await writeFile(file, picture(4));
    await missing.waitFor({ state: 'detached' });
    await added.waitFor();
    await rm(file);
    await missing.waitFor();
    await window.command('File: Revert File');
    await added.waitFor({ state: 'detached' });
  });

  it('shows in the editor what is selected in the tree, and the other way round', async () => {
    const cursorIn = (line: number) =>
      window.page
        .locator('.statusbar-item')
        .filter({ hasText: new RegExp(`^Ln ${line},`) })
        .waitFor();
    await window.rows.nth(3).click();
    await window.page.locator('.view-lines .view-line').filter({ hasText: 'old miller' }).waitFor();
    await cursorIn(7);
    await window.page.locator('.view-lines .view-line').filter({ hasText: 'A Tale' }).click();
    await cursorIn(1);
    // Through the paragraph above on the way: its row must not call the cursor back.
    for (let step = 0; step < 4; step++) await window.page.keyboard.press('ArrowDown');
    await cursorIn(5);
    await window.rows.filter({ hasText: 'A crow' }).and(window.page.locator('.selected')).waitFor();
  });

  it('reorders by drag, in text and sidecar, and one undo takes it back', async () => {
    await window.rows.nth(4).dragTo(window.rows.nth(1), { steps: 8 });
    await inOrder(['One star', 'The fox', 'A crow', 'The old miller']);
    const text = await readFile(window.workspace.story, 'utf8');
    assert.ok(text.indexOf('One star') < text.indexOf('The fox'), text);
    await window.screenshot('tree-reordered');
    await openFile(window.page, 'Tale.md');
    await window.page.keyboard.press('Control+Z');
    await inOrder(['The fox', 'A crow', 'The old miller', 'One star']);
    await window.page.keyboard.press('Control+S');
    // Undo has taken the sidecar back as well, which may stand in a tab of its own, not saved.
    await window.page.locator('.tab.dirty[data-resource-name="Tale.md"]').waitFor({ state: 'detached' });
    assert.equal(await readFile(window.workspace.story, 'utf8'), original);
  });

  it('says in welcome words what to do where there is no story', async () => {
    await rm(window.workspace.story);
    await rm(window.workspace.sidecar);
    const welcome = window.page.locator('.welcome-view-content');
    await welcome.filter({ hasText: 'no story in this folder' }).waitFor();
    await window.screenshot('tree-welcome');
    await writeFile(window.workspace.story, original);
    await inOrder(['The fox', 'A crow', 'The old miller', 'One star']);
  });
});

for (const segments of [10, 1000]) {
  describe(`Stories view with ${segments} segments`, () => {
    let window: StoryWindow;

    before(async () => {
      window = await openStoryWindow({ segments, pictures: 3 });
    });

    beforeEach(async () => {
      await closeEditors(window);
      await window.rows
        .nth(1)
        .filter({ hasText: /1\s+The fox/ })
        .waitFor();
      await openFile(window.page, 'Tale.md');
    });

    pictureFailures(() => window);
    after(() => window?.close());

    it('shows what is typed', async () => {
      const times: number[] = [];
      for (const letter of 'abcde') {
        await window.page.keyboard.press('Control+Home');
        for (let step = 0; step < 2; step++) await window.page.keyboard.press('ArrowDown');
        times.push(await typeAndWatch(window, letter));
      }
      const median = times.sort((a, b) => a - b)[2]!;
      console.log(`      keystroke to tree, ${segments} segments: median ${median.toFixed(0)} ms`);
      assert.match(await window.rows.nth(1).innerText(), /1\s+edcbaThe fox/);
    });
  });
}

/** Milliseconds from a key press to its letter at the beginning of the first segment's row, as the page sees them. */
async function typeAndWatch({ page }: StoryWindow, letter: string): Promise<number> {
  const watching = await page.evaluateHandle((wanted) => {
    const view = document.querySelector('[id="workbench.view.extension.storyflow"]')!;
    const row = () => view.querySelectorAll('.monaco-list-row')[1]?.textContent ?? '';
    let pressed = 0;
    addEventListener('keydown', () => (pressed = performance.now()), { once: true, capture: true });
    const shown = new Promise<number>((resolve) => {
      new MutationObserver((_, observer) => {
        if (!new RegExp(`1\\s+${wanted}`).test(row())) return;
        observer.disconnect();
        resolve(performance.now() - pressed);
      }).observe(view, { subtree: true, childList: true, characterData: true });
    });
    return { shown };
  }, letter);
  await page.keyboard.press(letter);
  return watching.evaluate(({ shown }) => shown);
}
