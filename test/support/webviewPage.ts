import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { previewHtml } from '../../src/extension/preview/html.ts';
import type { HostMessage, WebviewMessage } from '../../src/webview/protocol.ts';
import { launchChromium } from './chromium.ts';
import { themes } from './vscodeThemes.ts';

/** The preview page as it is built, in a plain browser, with a stand-in for VS Code's side of the channel. */
export interface PreviewPage {
  page: Page;
  post: (message: HostMessage) => Promise<void>;
  /** What the page has sent so far; cleared by reading. */
  sent: () => Promise<WebviewMessage[]>;
  /** What went wrong in the page: exceptions, console errors, violations of its content security policy. */
  faults: string[];
}

export interface PageOptions {
  theme?: keyof typeof themes;
  width?: number;
  height?: number;
  /** What `getState()` gives back. */
  saved?: unknown;
  reducedMotion?: boolean;
}

export interface PreviewServer {
  /** `/media/…` is served from this folder. */
  url: string;
  open(options?: PageOptions): Promise<PreviewPage>;
  close(): Promise<void>;
}

const STORY_FILE = '/stories/lighthouse.md';

export async function startPreviewServer(mediaFolder: string): Promise<PreviewServer> {
  const server = createServer((request, response) => void answer(request, response, mediaFolder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let browser: Browser | undefined;
  return {
    url,
    async open(options = {}) {
      browser ??= await launchChromium();
      return openPage(browser, url, options);
    },
    async close() {
      await browser?.close();
      await closed(server);
    },
  };
}

async function openPage(browser: Browser, url: string, options: PageOptions): Promise<PreviewPage> {
  const { theme = 'dark', width = 900, height = 820, saved, reducedMotion } = options;
  const page = await browser.newPage({
    viewport: { width, height },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      faults.push(message.text());
  });
  await page.addInitScript(standInForVsCode, { theme: themes[theme], saved });
  await page.goto(`${url}/`);
  await page.waitForFunction(() => window.sentToHost.some((message) => message.type === 'ready'));
  return {
    page,
    faults,
    post: (message) => page.evaluate((data) => window.postMessage(data, '*'), message),
    sent: () => page.evaluate(() => window.sentToHost.splice(0)),
  };
}

declare global {
  interface Window {
    sentToHost: WebviewMessage[];
    savedState: unknown;
  }
}

/** Runs in the page, before its own script. */
function standInForVsCode({ theme, saved }: { theme: (typeof themes)['dark']; saved: unknown }): void {
  window.sentToHost = [];
  window.savedState = saved;
  const api = {
    postMessage: (message: WebviewMessage) => window.sentToHost.push(message),
    getState: () => window.savedState,
    setState: (state: unknown) => (window.savedState = state),
  };
  Object.assign(window, { acquireVsCodeApi: () => api });
  const dress = () => {
    for (const [name, value] of Object.entries(theme.colors)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
    document.body.classList.add(theme.kind);
    if (theme.kind === 'vscode-high-contrast-light') document.body.classList.add('vscode-high-contrast');
  };
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    dress();
  }).observe(document, { childList: true, subtree: true });
}

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.wav': 'audio/wav',
  '.mp4': 'video/mp4',
};

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  mediaFolder: string,
): Promise<void> {
  const { pathname } = new URL(request.url!, 'http://localhost');
  if (pathname === '/') {
    const origin = `http://${request.headers.host}`;
    response.setHeader('Content-Type', 'text/html');
    response.end(
      previewHtml({
        cspSource: origin,
        script: `${origin}/dist/webview.js`,
        style: `${origin}/dist/webview.css`,
        nonce: randomBytes(16).toString('base64url'),
        storyFile: STORY_FILE,
      }),
    );
    return;
  }
  const [, root, ...rest] = normalize(pathname).split('/');
  const folder = root === 'dist' ? 'dist' : root === 'media' ? mediaFolder : undefined;
  await sendFile(folder === undefined ? undefined : join(folder, ...rest), request, response);
}

/** With ranges, as VS Code's own server of webview files has them. */
async function sendFile(
  file: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const size = file === undefined ? undefined : (await stat(file).catch(() => undefined))?.size;
  if (file === undefined || size === undefined) {
    response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
    return;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = Number(range?.[1] ?? 0);
  const end = range?.[2] ? Number(range[2]) : size - 1;
  response.writeHead(range ? 206 : 200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Length': end - start + 1,
    'Accept-Ranges': 'bytes',
    ...(range ? { 'Content-Range': `bytes ${start}-${end}/${size}` } : {}),
  });
  createReadStream(file, { start, end })
    .on('error', () => response.destroy())
    .pipe(response);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
