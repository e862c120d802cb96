import { appendFileSync } from 'node:fs';
import { format } from 'node:util';

/** Written by the build: requires every test file of this folder. */
declare const loadTests: () => void;

/** VS Code calls this in the extension host. Results go to the file that the runner names, line by line. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const report = process.env.STORYFLOW_TEST_REPORT;
  // In an extension host nobody reads the console, and it cannot be replaced.
  if (report)
    Mocha.reporters.Base.consoleLog = (...parts: unknown[]) =>
      appendFileSync(report, `${format(...parts)}\n`);
  const mocha = new Mocha({ timeout: 120_000, color: false, grep: process.env.STORYFLOW_TEST_GREP });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  loadTests();
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed.`));
    });
  });
}
