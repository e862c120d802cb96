import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import type { RenderRecord } from '../../../src/engine/status/record.ts';
import {
  closeEditors,
  openMultiRootWindow,
  pictureFailures,
  showStories,
  waitForPutBack,
  type MultiRootWindow,
} from '../support/stories.ts';
import {
  createMultiRootWorkspace,
  sidecarOfTests,
  writeFolders,
  writeSettings,
  type TestWorkspace,
} from '../support/workspace.ts';

/** Two folders with a story of one name and title each, the second with all that breaks careless URIs and globs. */
const names = ['one', `Zoë's "2nd" [b] #1 100%25 {x} 物語`];

describe('A workspace of several folders', () => {
  let window: MultiRootWindow;
  let original: string;
  let first: TestWorkspace;
  let second: TestWorkspace;

  before(async () => {
    const multiRoot = await createMultiRootWorkspace(names);
    [first, second] = multiRoot.tales as [TestWorkspace, TestWorkspace];
    await writeSettings(first, { 'storyflow.framerate': 5 });
    await writeSettings(second, { 'storyflow.framerate': 12 });
    window = await openMultiRootWindow(multiRoot);
    original = await readFile(first.story, 'utf8');
  });

  /** Both stories as they were written, and nothing exported. */
  beforeEach(async () => {
    await closeEditors(window);
    await writeFolders(window.multiRoot.file, names);
    for (const { folder, story, sidecar } of [first, second]) {
      await writeFile(story, original);
      await writeFile(sidecar, sidecarOfTests);
      for (const made of ['output', '.storyflow'])
        await rm(join(folder, made), { recursive: true, force: true });
    }
    await showStories(window);
    const drafts = [rowOf(0), rowOf(1)].map((row) => row.filter({ hasText: 'Draft' }));
    await waitForPutBack(window, drafts);
    await window.rows.nth(9).waitFor();
    // A click on a row that is just being replaced is lost.
    for (const row of [1, 6])
      await window.rows
        .nth(row)
        .filter({ hasText: /1\s+The fox/ })
        .waitFor();
  });

  pictureFailures(() => window);
  after(() => window?.close());

  /** The row of the story in this folder, which says where it lies because the other has the same title. */
  const rowOf = (folder: number) => window.rows.filter({ hasText: `${names[folder]}/Tale.md` });
  const textsOf = (rows: Locator) => rows.allInnerTexts();

  it('shows the stories of all of them, and tells two of one title apart', async () => {
    const rows = await textsOf(window.rows);
    assert.equal(rows.length, 10);
    assert.match(rows[0]!, /A Tale\s*Draft · one\/Tale\.md/);
    assert.ok(rows[5]!.includes(`Draft · ${names[1]}/Tale.md`), rows[5]);
    assert.match(rows[1]!, /1\s+The fox/);
    assert.match(rows[9]!, /4\s+One star/);
    await window.screenshot('multi-root');
  });

  it('says no longer where a story lies when its title is its own', async () => {
    await writeFile(second.story, original.replace('A Tale', 'Another Tale'));
    await window.rows.nth(5).filter({ hasText: 'Another Tale' }).waitFor();
    await rowOf(0).waitFor({ state: 'detached' });
    await rowOf(1).waitFor({ state: 'detached' });
    await writeFile(second.story, original);
    await rowOf(0).waitFor();
    await rowOf(1).waitFor();
  });

  it('follows an edit in the second folder there, and nowhere else', async () => {
    const before = await textsOf(window.rows);
    await window.rows.nth(6).click();
    await window.page.locator('.tab.active[data-resource-name="Tale.md"]').waitFor();
    await window.page.locator('.view-lines .view-line').filter({ hasText: 'The fox' }).click();
    await window.page.keyboard.press('Home');
    await window.page.keyboard.type('Suddenly ');
    await window.rows.nth(6).filter({ hasText: 'Suddenly' }).waitFor();
    const after = await textsOf(window.rows);
    assert.deepEqual(after.toSpliced(6, 1), before.toSpliced(6, 1));
    await window.page.keyboard.press('Control+S');
    await window.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    assert.match(await readFile(second.story, 'utf8'), /Suddenly The fox/);
    assert.equal(await readFile(first.story, 'utf8'), original);
  });

  it('exports one with the settings of its folder, and leaves the other alone', async function () {
    this.timeout(300_000);
    await window.rows.nth(7).click();
    await window.page.locator('.tab.active[data-resource-name="Tale.md"]').waitFor();
    await writeFile(second.sidecar, 'resolution_width: 320\nresolution_height: 180\n');
    await window.command('StoryFlow: Export Video');
    await rowOf(1).filter({ hasText: 'Completed' }).waitFor({ timeout: 120_000 });
    await rowOf(0).filter({ hasText: 'Draft' }).waitFor();
    assert.equal((await resultIn(second))!.framerate, 12);
    assert.equal(await resultIn(first), undefined);
    await window.command('StoryFlow: Open Preview');
    const preview = await window.webview();
    await preview.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
    await picturesShown(preview, 4);
    await window.screenshot('multi-root-preview');
  });

  it('loses the stories of a folder that is removed, and finds them when it is added', async () => {
    await writeFolders(window.multiRoot.file, names.slice(0, 1));
    await window.rows.nth(5).waitFor({ state: 'detached' });
    await rowOf(0).waitFor({ state: 'detached' });
    await writeFolders(window.multiRoot.file, names);
    await rowOf(1).waitFor();
    await window.rows.nth(9).filter({ hasText: 'One star' }).waitFor();
  });
});

async function resultIn({ folder }: TestWorkspace): Promise<RenderRecord['result']> {
  const record = await readFile(join(folder, '.storyflow/Tale/render.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(record) as Partial<RenderRecord>).result;
}

async function picturesShown(preview: Frame, count: number): Promise<void> {
  await preview.waitForFunction((wanted) => {
    const pictures = [...document.querySelectorAll<HTMLImageElement>('.block img')];
    return pictures.length === wanted && pictures.every(({ naturalWidth }) => naturalWidth > 0);
  }, count);
}
