import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { ensureDebianPackages } from './debianPackages.ts';

/** Quiet, and nothing that asks the network. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

/**
 * Starts the Chromium that STORYFLOW_CHROMIUM names, or the machine's own, headless; on Debian it is installed when
 * there is none.
 */
export async function launchChromium(): Promise<Browser> {
  const named = process.env.STORYFLOW_CHROMIUM;
  if (named === undefined && !findChromium()) await ensureDebianPackages(['chromium']);
  const executablePath = named ?? findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium found: install it, or name one in the environment as STORYFLOW_CHROMIUM.');
  // Where many processes start at once it may take longer than Playwright's usual 30 seconds.
  return chromium.launch({ executablePath, args: flags, timeout: 120_000 });
}

function findChromium(): string | undefined {
  return [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].find((path) => existsSync(path));
}
