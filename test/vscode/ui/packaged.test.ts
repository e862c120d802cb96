import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { writeTinyKokoro } from '../../support/tinyKokoro.ts';
import { environment } from '../support/environment.ts';
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
import { openWorkbench } from '../support/workbench.ts';
import { createWorkspace } from '../support/workspace.ts';

describe('The packaged extension in a clean profile', () => {
  let server: Server;
  let window: StoryWindow;

  before(async function () {
    this.timeout(600_000);
    const { host, browser, repository } = environment();
    const { stdout } = await execa(process.execPath, ['scripts/package.mjs'], { cwd: repository });
    const vsix = /^(\/.*\.vsix): (.* MB)$/m.exec(stdout);
    assert.ok(vsix, stdout);
    console.log(`      ${vsix[2]}`);
    // The development build is what the other suites run: the release build went over it.
    await execa(process.execPath, ['esbuild.mjs'], { cwd: repository });
    server = await startServer(host, { workspaceTrust: true });
    await server.install(vsix[1]!);
    await rm(vsix[1]!);
    const workspace = await createWorkspace();
    window = storyWindow(await openWorkbench(browser, server, { workspace: workspace.folder }), workspace);
  });

  pictureFailures(() => window);
  after(async () => {
    await window?.close();
    await server?.close();
  });

  it('reads stories in Restricted Mode, and refuses to export with the reason', async () => {
    await window.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    await showStories(window);
    await window.rows.nth(4).waitFor();
    await window.command('StoryFlow: Open Preview');
    const preview = await window.webview();
    await preview
      .locator('.notes')
      .filter({ hasText: /Restricted Mode/ })
      .waitFor();
    await window.screenshot('restricted-mode');
    await preview.locator('vscode-button[disabled]').filter({ hasText: 'Narrate' }).waitFor();
    await preview.locator('vscode-button:not([disabled])').filter({ hasText: 'Change Picture' }).waitFor();
    await window.rows.nth(1).click({ button: 'right' });
    const menu = window.page.locator('.context-view .action-item');
    await menu.filter({ hasText: 'Choose Picture' }).and(window.page.locator(':not(.disabled)')).waitFor();
    await menu.filter({ hasText: 'Generate Narration' }).and(window.page.locator('.disabled')).waitFor();
    await window.page.keyboard.press('Escape');
    await window.command('StoryFlow: Export Video');
    const refused = await notification(window, /Restricted Mode/);
    await refused.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await clearNotifications(window);
  });

  it('keeps apart what only reading a story needs from what VS Code loads to activate', async () => {
    const [entry] = globSync('storyflow.storyflow-*/dist/extension.js', { cwd: server.extensionsFolder });
    const { size } = await stat(join(server.extensionsFolder, entry!));
    assert.ok(size < 200_000, `dist/extension.js has ${size} bytes`);
  });

  it('exports once the workspace is trusted', async function () {
    this.timeout(300_000);
    await trustWorkspace(window);
    await showStories(window);
    await window.command('StoryFlow: Export Video');
    await window.storyRow.filter({ hasText: 'Completed' }).waitFor({ timeout: 120_000 });
    const video = await stat(join(window.workspace.folder, 'output/Tale/final.mp4'));
    assert.ok(video.size > 10_000);
  });

  it('brings all that a natural voice needs, but the model', async function () {
    this.timeout(300_000);
    const [script] = globSync('storyflow.storyflow-*/dist/storyflow.js', { cwd: server.extensionsFolder });
    assert.ok(script, 'the engine is installed');
    const { folder } = window.workspace;
    const output = join(folder, 'sample.wav');
    const models = await writeTinyKokoro(join(folder, 'tiny'));
    const command = ['say', '--voice', 'af_heart', '--models', models, '--output', output];
    await execa(environment().host.node, [join(server.extensionsFolder, script), ...command]);
    assert.ok((await stat(output)).size > 100_000);
  });

  it('logs no error', async () => {
    assert.deepEqual(await errorsOfOurs(server), []);
  });
});
