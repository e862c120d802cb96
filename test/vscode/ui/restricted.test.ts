import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../support/environment.ts';
import { createHostileFolder, type HostileFolder } from '../support/hostileFolder.ts';
import { errorsOfOurs } from '../support/logs.ts';
import { startServer, type Server } from '../support/server.ts';
import {
  clearNotifications,
  notification,
  pictureFailures,
  showStories,
  storyWindow,
  type StoryWindow,
} from '../support/stories.ts';
import { trustWorkspace } from '../support/trust.ts';
import { listing, watchForOurs, type Watch } from '../support/witness.ts';
import { openWorkbench } from '../support/workbench.ts';

/** What the extension does by itself after a story was read begins within this time, in milliseconds. */
const quiet = 3000;

describe('A hostile folder in Restricted Mode', () => {
  let server: Server;
  let window: StoryWindow;
  let folder: HostileFolder;
  let untouched: string[];
  let ours: Watch;

  const everything = () => listing([folder.folder, folder.victim]);
  /** An engine that was started has left something here, however short its life. */
  const traces = () => Object.values(folder.userFolders).filter((one) => existsSync(join(one, 'storyflow')));

  before(async function () {
    this.timeout(120_000);
    const { host, browser, repository } = environment();
    folder = await createHostileFolder();
    untouched = everything();
    server = await startServer(host, { workspaceTrust: true, env: folder.userFolders });
    ours = watchForOurs(server.pid);
    const workbench = await openWorkbench(browser, server, {
      workspace: folder.folder,
      extension: repository,
    });
    window = storyWindow(workbench, folder);
  });

  pictureFailures(() => window);
  after(async () => {
    ours?.stop();
    try {
      await window?.close();
    } finally {
      await server?.close();
    }
  });

  const row = (words: RegExp) => window.rows.filter({ hasText: words }).first();
  const thumbnail = () => row(/The fox/).locator('.custom-view-tree-node-item-icon');

  it('is read and shown, and nothing is written, deleted or started', async () => {
    const { page } = window;
    await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    await showStories(window);
    await row(/A Tale\\u\{202e\}eguor/).waitFor();
    await row(/Links/).filter({ hasText: 'Draft' }).waitFor();
    await row(/The working/).waitFor();
    await page
      .locator('.tree-explorer-viewlet-tree-view .message')
      .filter({ hasText: 'Restricted Mode' })
      .waitFor();
    await row(/The fox/).click();
    await window.command('StoryFlow: Open Preview');
    const preview = await window.webview();
    const notes = preview.locator('.notes').filter({ hasText: 'Restricted Mode' });
    await notes.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await preview
      .locator('h1')
      .filter({ hasText: /^A Tale\\u\{202e\}eguor\\u\{2066\} \]0;owned/ })
      .waitFor();
    for (const command of ['Export Video', 'Doctor', 'Save a Copy of the Video']) {
      await window.command(`StoryFlow: ${command}`);
      const refused = await notification(window, /Restricted Mode/);
      await refused.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
      await clearNotifications(window);
    }
    await page.waitForTimeout(quiet);
    assert.deepEqual(ours.seen(), []);
    assert.deepEqual(traces(), []);
    assert.deepEqual(everything(), untouched);
  });

  it('shows its pictures once it is trusted, and still nothing is lost', async function () {
    this.timeout(120_000);
    const victim = listing([folder.victim]);
    await trustWorkspace(window);
    await showStories(window);
    await thumbnail().and(window.page.locator('[style*="background-image"]')).waitFor();
    const message = window.page.locator('.tree-explorer-viewlet-tree-view .message');
    await message.filter({ hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
    const preview = await window.webview();
    await preview.waitForFunction(() => {
      const pictures = [...document.querySelectorAll<HTMLImageElement>('.block img')];
      return pictures.length === 4 && pictures.every(({ naturalWidth }) => naturalWidth > 0);
    });
    await preview.locator('.notes').filter({ hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
    assert.deepEqual(listing([folder.victim]), victim);
    // That it is seen when one is started.
    assert.notDeepEqual(traces(), []);
  });

  it('logs no error', async () => {
    assert.deepEqual(await errorsOfOurs(server), []);
  });
});
