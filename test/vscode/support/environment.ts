import type { Browser } from 'playwright-core';
import type { VsCodeHost } from './install.ts';
import type { Server } from './server.ts';

/** What all suites of one run share: starting it once is what keeps the tier short. */
export interface Environment {
  host: VsCodeHost;
  browser: Browser;
  /** Runs the extension from this checkout, in trusted workspaces. */
  server: Server;
  /** Absolute path of this checkout. */
  repository: string;
}

let current: Environment | undefined;

export function setEnvironment(environment: Environment): void {
  current = environment;
}

export function environment(): Environment {
  if (!current) throw new Error('These tests need a VS Code: run them with "npm run test:vscode".');
  return current;
}
