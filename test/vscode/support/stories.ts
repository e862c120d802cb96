import type { Locator, Page } from 'playwright-core';
import { environment } from './environment.ts';
import { pickFile } from './quickInput.ts';
import { openWorkbench, type Workbench } from './workbench.ts';
import {
  createWorkspace,
  writeSettings,
  type MultiRootWorkspace,
  type TestWorkspace,
  type WorkspaceOptions,
} from './workspace.ts';

/** A workbench with the Stories view open on a story of its own. */
export interface StoryWindow extends Workbench {
  workspace: TestWorkspace;
  /** Rows of the Stories view: the story first, then its segments. */
  rows: Locator;
  storyRow: Locator;
}

export async function openStoryWindow(options: WorkspaceOptions = {}): Promise<StoryWindow> {
  const { browser, server, repository } = environment();
  const workspace = await createWorkspace(options);
  const workbench = await openWorkbench(browser, server, {
    workspace: workspace.folder,
    extension: repository,
  });
  const window = storyWindow(workbench, workspace);
  await showStories(window);
  return window;
}

/** The same on several folders; `workspace` is the first of them. */
export interface MultiRootWindow extends StoryWindow {
  multiRoot: MultiRootWorkspace;
}

export async function openMultiRootWindow(multiRoot: MultiRootWorkspace): Promise<MultiRootWindow> {
  const { browser, server, repository } = environment();
  const workbench = await openWorkbench(browser, server, {
    workspace: multiRoot.file,
    extension: repository,
  });
  const workspace = { ...multiRoot.tales[0]!, remove: () => multiRoot.remove() };
  const window = { ...storyWindow(workbench, workspace), multiRoot };
  await showStories(window);
  return window;
}

export function storyWindow(workbench: Workbench, workspace: TestWorkspace): StoryWindow {
  const rows = workbench.page.locator('[id="workbench.view.extension.storyflow"] .monaco-list-row');
  return {
    ...workbench,
    workspace,
    rows,
    storyRow: rows.first(),
    async close() {
      await workbench.close();
      await workspace.remove();
    },
  };
}

/** Opens the Stories view, if it is not open, and waits for the story. */
export async function showStories({ page, storyRow }: StoryWindow): Promise<void> {
  // A click on the icon of the view that is open closes it: an open view whose rows are still to come is waited for.
  const icon = page.locator('.activitybar .action-item', {
    has: page.locator('.action-label[aria-label^="StoryFlow"]'),
  });
  await icon.waitFor();
  if (!(await icon.and(page.locator('.checked')).isVisible())) await icon.click();
  await storyRow.waitFor();
  // Chat is off, but the empty side bar that it would be in stays until it is closed.
  if (await page.locator('.part.auxiliarybar').isVisible()) await page.keyboard.press('Control+Alt+B');
}

/**
 * Waits for what the view shows once files were put back. VS Code passes on most changes that others make, but a busy
 * machine's now and then not: then the stories are read again, as a writer would have them read. Not at once, because
 * that replaces every row, and a click on a row just being replaced is lost.
 */
export async function waitForPutBack({ page }: StoryWindow, shown: Locator[]): Promise<void> {
  const wait = (options?: { timeout: number }) =>
    Promise.all(shown.map((locator) => locator.waitFor(options)));
  try {
    await wait({ timeout: 15_000 });
  } catch {
    const title = page.locator('.part.sidebar .composite.title');
    // The view's buttons are there while it is pointed at.
    await title.hover();
    await title.locator('.action-label[aria-label="Refresh"]').click();
    await wait();
    // They look the same before and after: there is nothing else to wait for.
    await page.waitForTimeout(2000);
  }
}

/** Keeps a picture of what a failed test of this suite saw. */
export function pictureFailures(window: () => StoryWindow | undefined): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await window()?.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 60)}`);
  });
}

/** A notification that says these words. Toasts are off under the smoke-test driver: it is looked for in the centre. */
export async function notification(window: StoryWindow, words: RegExp): Promise<Locator> {
  const { page } = window;
  const centre = page.locator('.notifications-center');
  const found = centre.locator('.monaco-list-row').filter({ hasText: words }).first();
  for (let attempt = 0; attempt < 120 && !(await found.isVisible()); attempt++) {
    // It closes by itself when the last notification has gone.
    if (!(await centre.isVisible())) await window.command('Notifications: Show Notifications');
    await page.waitForTimeout(500);
  }
  await found.waitFor({ timeout: 1000 });
  return found;
}

/** So that none of an earlier test, or of an earlier try, is taken for one that is to come. */
export async function clearNotifications({ command }: StoryWindow): Promise<void> {
  await command('Notifications: Clear All Notifications');
}

/** Shows a file of the workspace in an editor, with the focus in its text. */
export async function openFile(page: Page, name: string): Promise<void> {
  await pickFile(page, name);
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  const editor = page.locator('.editor-group-container.active .editor-instance');
  await editor.locator('.view-lines .view-line').first().waitFor();
  await editor.locator('.monaco-editor.focused').waitFor();
}

/**
 * Closes all editors without saving: what a half-done try has typed is gone. Others may open meanwhile: VS Code shows a
 * file that has unsaved changes and no editor.
 */
export async function closeEditors({ page, command }: StoryWindow): Promise<void> {
  const active = page.locator('.editor-group-container.active .tab.active');
  await page.locator('.editor-group-container').first().waitFor();
  while (await active.isVisible()) {
    const name = await active.getAttribute('data-resource-name');
    await command('View: Revert and Close Editor');
    await active
      .and(page.locator(`[data-resource-name=${JSON.stringify(name)}]`))
      .waitFor({ state: 'detached' });
  }
}

/** Light is not the first: the theme that a window begins with is of its kind, and would be taken for it. */
const themes = [
  { name: 'dark', theme: 'Dark Modern', kind: 'vs-dark' },
  { name: 'light', theme: 'Light Modern', kind: 'vs' },
  { name: 'contrast', theme: 'Default High Contrast', kind: 'hc-black' },
  { name: 'contrast-light', theme: 'Default High Contrast Light', kind: 'hc-light' },
];

/** Screenshots in light, dark and both high contrasts, to be looked at. Leaves the window as it is by default. */
export async function picturesInAllThemes(window: StoryWindow, name: string): Promise<void> {
  for (const { name: short, theme, kind } of themes) {
    await writeSettings(window.workspace, { 'workbench.colorTheme': theme });
    await window.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await drawn(window.page);
    await window.screenshot(`${name}-${short}`);
  }
  await writeSettings(window.workspace, {});
}

/** Two frames later everything that depends on what has just changed is drawn, in webviews as well. */
async function drawn(page: Page): Promise<void> {
  for (const frame of page.frames())
    await frame
      .evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      .catch(() => undefined); // A frame may go meanwhile.
}
