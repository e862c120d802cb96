import { appendFileSync } from 'node:fs';
import { format } from 'node:util';
import { activationTime } from './activationTime.ts';

/** Written by the build: requires every test file of this folder. */
declare const loadTests: () => void;

/** VS Code calls this in the extension host. Results go to the file that the runner names, line by line. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const report = process.env.STORYFLOW_TEST_REPORT;
  // In an extension host nobody reads the console, and it cannot be replaced.
  const print = report
    ? (...parts: unknown[]) => appendFileSync(report, `${format(...parts)}\n`)
    : console.log.bind(console);
  Mocha.reporters.Base.consoleLog = print;
  const mocha = new Mocha({ timeout: 120_000, color: false, grep: process.env.STORYFLOW_TEST_GREP });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  loadTests();
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      print(activationTime());
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed.`));
    });
  });
}
