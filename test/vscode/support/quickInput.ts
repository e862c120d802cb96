import type { Locator, Page } from 'playwright-core';

const widget = '.quick-input-widget';
/** Of one attempt, in milliseconds. */
const patience = 10_000;

/** Runs a command by its title, from the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await choose(page, { key: 'F1', text: `>${title}`, label: title });
}

/** Opens a file of the workspace by its name, from the list of files. */
export async function pickFile(page: Page, name: string): Promise<void> {
  await choose(page, { key: 'Control+P', text: name, label: name });
}

/** Answers VS Code's own dialog for files and folders, which stands in the place of the system's where there is none. */
export async function answerFileDialog(page: Page, path: string): Promise<void> {
  const box = page.locator(widget);
  const input = box.locator('input[type="text"]');
  await input.waitFor();
  // It begins with listing its default folder, and what is written before that is done is lost.
  await page.waitForFunction((selector) => {
    const shown = document.querySelector(selector)!;
    const isBusy = shown.querySelector('.quick-input-progress.active') !== null;
    const isListed = shown.querySelector('.quick-input-list .monaco-list-row') !== null;
    return !isBusy && isListed && shown.querySelector('input')!.value.startsWith('/');
  }, widget);
  for (let attempt = 1; ; attempt++) {
    await input.fill(path);
    await page.keyboard.press('Enter');
    try {
      await box.waitFor({ state: 'hidden', timeout: patience });
      return;
    } catch (error) {
      if (attempt === 6) throw error;
    }
  }
}

/**
 * Opens a list with `key` and clicks the row of this label. A list that was opened before what it should hold was there
 * (a command whose extension is still being registered, a file that has just been written) never gets it: it is closed
 * and opened again.
 */
async function choose(page: Page, { key, text, label }: { key: string; text: string; label: string }) {
  const input = page.locator(`${widget} input[type="text"]`);
  for (let attempt = 1; ; attempt++) {
    try {
      await page.keyboard.press(key);
      await input.waitFor({ timeout: patience });
      await input.fill(text, { timeout: patience });
      const row = await filteredRow(page, label);
      await row.click({ timeout: patience });
      return;
    } catch (error) {
      if (attempt === 6) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/**
 * The row that the filter has found: all of its label is highlighted. The list is filtered after the input has changed,
 * so that a row of the same label may be about to move away.
 */
async function filteredRow(page: Page, label: string): Promise<Locator> {
  const selector = `${widget} .quick-input-list .monaco-list-row`;
  const found = await page.waitForFunction(
    ({ selector, label }) => {
      const words = (elements: Iterable<Element>) => [...elements].map((one) => one.textContent).join('');
      const row = [...document.querySelectorAll(selector)].find((one) => {
        const name = one.querySelector('.label-name');
        if (name?.textContent !== label) return false;
        return words(name.querySelectorAll('.highlight')).replaceAll(' ', '') === label.replaceAll(' ', '');
      });
      return row?.getAttribute('data-index');
    },
    { selector, label },
    { timeout: patience },
  );
  return page.locator(`${selector}[data-index="${await found.jsonValue()}"]`);
}
