// Tests in a real VS Code: suites inside its extension host, then Playwright driving its workbench. One server and one
// browser for all. `--grep WORDS` runs only some; `--host` or `--ui` only one kind.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import Mocha from 'mocha';
import { launchChromium } from '../support/chromium.ts';
import { runInElectron } from './support/electron.ts';
import { setEnvironment, type Environment } from './support/environment.ts';
import { ensureVsCodeHost } from './support/install.ts';
import { errorsOfOurs } from './support/logs.ts';
import { startServer } from './support/server.ts';
import { openWorkbench } from './support/workbench.ts';
import { createWorkspace } from './support/workspace.ts';

const { values: options } = parseArgs({
  options: { grep: { type: 'string' }, host: { type: 'boolean' }, ui: { type: 'boolean' } },
});
const repository = resolve(import.meta.dirname, '../..');
const results = join(repository, 'test-results');
const report = join(results, 'host-tests.txt');
const bundle = join(results, 'host-tests.cjs');
/** Of all host suites together, in milliseconds: an extension host that dies does not say so. */
const hostPatience = 15 * 60_000;

async function main(): Promise<void> {
  const started = performance.now();
  await mkdir(results, { recursive: true });
  await rm(report, { force: true });
  const host = await ensureVsCodeHost();
  const env = { STORYFLOW_TEST_REPORT: report, STORYFLOW_TEST_GREP: options.grep ?? '' };
  const server = await startServer(host, { workspaceTrust: false, env });
  const browser = await launchChromium();
  let failed = false;
  try {
    const environment = { host, browser, server, repository };
    setEnvironment(environment);
    if (!options.ui) failed = !(await runHostSuites(environment));
    if (!options.host) failed = (await runUiSuites()) > 0 || failed;
    const errors = await errorsOfOurs(server);
    if (errors.length > 0) console.log(`Errors of ours in the logs:\n${errors.join('\n')}`);
    failed ||= errors.length > 0;
  } finally {
    await browser.close();
    await server.close();
  }
  console.log(`VS Code tests took ${((performance.now() - started) / 1000).toFixed(0)} s`);
  process.exitCode = failed ? 1 : 0;
}

async function runHostSuites({ browser, server }: Environment): Promise<boolean> {
  await buildHostSuites();
  const workspace = await createWorkspace();
  try {
    const workbench = await openWorkbench(browser, server, {
      workspace: workspace.folder,
      extension: repository,
      tests: bundle,
    });
    const code = await Promise.race([workbench.testsEnded, wait(hostPatience, 'no end', { ref: false })]);
    console.log(await readFile(report, 'utf8').catch(() => workbench.console.slice(-40).join('\n')));
    await workbench.close();
    return (await runInElectron({ repository, bundle, workspace: workspace.folder })) && code === 0;
  } finally {
    await workspace.remove();
  }
}

/** Bundles every `host/*.test.ts`: the extension host loads one CommonJS file. */
async function buildHostSuites(): Promise<void> {
  const files = globSync('host/*.test.ts', { cwd: import.meta.dirname });
  const requires = files.map((file) => `require(${JSON.stringify(`./${file}`)});`).join('\n');
  await esbuild.build({
    stdin: {
      contents: `globalThis.loadTests = () => {\n${requires}\n};\nmodule.exports = require('./host/index.ts');`,
      resolveDir: import.meta.dirname,
      loader: 'js',
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    outfile: bundle,
  });
}

async function runUiSuites(): Promise<number> {
  // A workbench on a busy machine loses a key press now and then: what fails twice has failed. The second try has the
  // window as the first one left it, so that every test begins by bringing about what it needs.
  const mocha = new Mocha({ timeout: 240_000, retries: 1, color: false, grep: options.grep });
  for (const file of globSync('ui/*.test.ts', { cwd: import.meta.dirname }).sort())
    mocha.addFile(join(import.meta.dirname, file));
  await mocha.loadFilesAsync();
  return new Promise((done) => {
    const runner = mocha.run(done);
    runner.on('retry', (test: Mocha.Test, error: Error) =>
      console.log(`    tried again: ${test.fullTitle()}\n      ${error.stack ?? error.message}`),
    );
  });
}

await main();
