import type { Locator, Page } from 'playwright-core';
import { environment } from './environment.ts';
import { openWorkbench, type Workbench } from './workbench.ts';
import { createWorkspace, type TestWorkspace, type WorkspaceOptions } from './workspace.ts';

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

export async function showStories({ page, storyRow }: StoryWindow): Promise<void> {
  if (!(await storyRow.isVisible()))
    await page.locator('.activitybar .action-label[aria-label^="StoryFlow"]').click();
  await storyRow.waitFor({ timeout: 30_000 });
  // Chat is off, but the empty side bar that it would be in stays until it is closed.
  const other = page.locator('.part.auxiliarybar');
  if (await other.isVisible()) await page.keyboard.press('Control+Alt+B');
}

/** Keeps a picture of what a failed test of this suite saw. */
export function pictureFailures(window: () => StoryWindow): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await window().screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 60)}`);
  });
}

/** A notification that says these words. Toasts are off under the smoke-test driver: it is looked for in the centre. */
export async function notification(window: StoryWindow, words: RegExp): Promise<Locator> {
  const { page } = window;
  const centre = page.locator('.notifications-center');
  const found = centre.locator('.monaco-list-row').filter({ hasText: words }).first();
  for (let attempt = 0; attempt < 60 && !(await found.isVisible()); attempt++) {
    // It closes by itself when the last notification has gone.
    if (!(await centre.isVisible())) await window.command('Notifications: Show Notifications');
    await page.waitForTimeout(500);
  }
  await found.waitFor({ timeout: 1000 });
  return found;
}

/** Shows a file of the workspace in an editor. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.editor-instance .view-lines').first().waitFor();
  await page.locator(`.tab[data-resource-name="${name}"]`).waitFor();
}

const themes = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast' };

/** Screenshots in light, dark and high contrast, to be looked at. */
export async function picturesInAllThemes(window: StoryWindow, name: string): Promise<void> {
  for (const [short, theme] of Object.entries(themes)) {
    await window.command('Preferences: Color Theme');
    await window.page.keyboard.type(theme);
    const choice = window.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: theme });
    await choice.first().click();
    const kind = { light: 'vs', dark: 'vs-dark', contrast: 'hc-black' }[short]!;
    await window.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await window.page.waitForTimeout(300);
    await window.screenshot(`${name}-${short}`);
  }
}
