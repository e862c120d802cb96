import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { runCommand } from './quickInput.ts';
import type { Server } from './server.ts';

export interface OpenOptions {
  /** Absolute path of a folder, or of a `.code-workspace` file. */
  workspace: string;
  /** Folder of the extension under development; without it the page has what is installed in the server. */
  extension?: string;
  /** A bundle whose `run()` the extension host calls: the page closes when it has ended. */
  tests?: string;
  size?: { width: number; height: number };
}

export interface Workbench {
  page: Page;
  /** Everything that the page wrote to its console. */
  console: string[];
  /** Resolves with the exit code of `tests`. */
  testsEnded: Promise<number>;
  command(this: void, title: string): Promise<void>;
  /** The page of the preview, once it is shown: the innermost of its frames. */
  webview(): Promise<Frame>;
  screenshot(name: string): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the workbench in a fresh browser profile and waits until it stands. */
export async function openWorkbench(
  browser: Browser,
  server: Server,
  options: OpenOptions,
): Promise<Workbench> {
  const context = await browser.newContext({ viewport: options.size ?? { width: 1280, height: 800 } });
  // Conditions are waited for as long as a loaded machine may need.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  const ended = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    lines.push(`${type}: ${args.join(' ')}`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => ended.resolve(code));
  await page.goto(address(server, options));
  await restored(page);
  server.hasWindows = true;
  if (isWorkspaceFile(options.workspace)) await foldersKnown(page);
  return {
    page,
    console: lines,
    testsEnded: ended.promise,
    command: (title) => runCommand(page, title),
    webview: () => previewFrame(page),
    async screenshot(name) {
      await page.screenshot({ path: `test-results/${name}.png` });
    },
    async reload() {
      // Not the browser's reload, which VS Code has no time to write down its editors for.
      await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
      await restored(page);
    },
    close: () => closeContext(context),
  };
}

/** The workbench stands, with the editors and views that it had before: only then do keys and clicks stay where they go. */
async function restored(page: Page): Promise<void> {
  await page.locator('.monaco-workbench').waitFor();
  await page.waitForFunction(async () => {
    await window.driver?.whenWorkbenchRestored();
    return window.driver !== undefined;
  });
}

/**
 * In a browser VS Code begins with the folders of a workspace file that it remembers, in a fresh profile none. It misses
 * now and then that it has read the file meanwhile, for good; what it read it remembers the next time.
 */
async function foldersKnown(page: Page): Promise<void> {
  const folder = page.locator('.explorer-folders-view .monaco-list-row').first();
  for (let attempt = 1; ; attempt++) {
    try {
      return await folder.waitFor({ timeout: 10_000 });
    } catch (error) {
      if (attempt === 4) throw error;
      await page.reload();
      await restored(page);
    }
  }
}

declare global {
  interface Window {
    /** Put there by the server's `--enable-smoke-test-driver`. */
    driver?: { whenWorkbenchRestored(): Promise<void> };
  }
}

const isWorkspaceFile = (path: string) => path.endsWith('.code-workspace');

function address(server: Server, { workspace, extension, tests }: OpenOptions): string {
  const remote = (path: string) => `vscode-remote://${server.authority}${encodeURI(path)}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const kind = isWorkspaceFile(workspace) ? 'workspace' : 'folder';
  const query = new URLSearchParams({ [kind]: workspace, payload: JSON.stringify(payload) });
  return `http://${server.authority}/?${query.toString()}`;
}

async function previewFrame(page: Page): Promise<Frame> {
  for (let attempt = 0; attempt < 600; attempt++) {
    for (const frame of page.frames().filter((one) => one.url().includes('/fake.html'))) {
      // A frame may go while it is asked, and walkthroughs have some as well.
      const isOurs = await frame
        .evaluate(() => document.getElementById('preview') !== null)
        .catch(() => false);
      if (isOurs) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error('No webview appeared within 60 seconds.');
}

async function closeContext(context: BrowserContext): Promise<void> {
  // Leaving the page ends its extension host; closing alone would leave it waiting for a reconnection.
  for (const page of context.pages()) await page.goto('about:blank').catch(() => undefined);
  await context.close();
}
