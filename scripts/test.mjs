// All tests, in tiers: pure, engine with real ffmpeg, attack, real VS Code. Goes on after a failing tier, so that one run
// shows everything; ends with the sum, and non-zero on any failure. `npm test -- pure real` runs only those tiers.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureFfmpeg } from './ensure-ffmpeg.mjs';

const mocha = 'node_modules/mocha/bin/mocha.js';
const tiers = {
  pure: [mocha, '--reporter', 'dot'],
  real: [mocha, '--config', 'test/real.mocharc.json'],
  attack: [mocha, '--config', 'test/attack/mocharc.json'],
  vscode: ['test/vscode/run.ts'],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in tiers));
if (unknown.length > 0) {
  console.error(`There is no test tier "${unknown.join('", "')}". Tiers: ${Object.keys(tiers).join(', ')}.`);
  process.exit(2);
}

await ensureFfmpeg();
const sum = { passing: 0, failing: 0, pending: 0 };
let broken = (await run(['esbuild.mjs'])).status !== 0;

for (const [name, command] of Object.entries(tiers)) {
  if (broken || (asked.length > 0 && !asked.includes(name)) || !existsSync(command[0])) continue;
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const { status, counts } = await run(command);
  for (const word of Object.keys(sum)) sum[word] += counts[word];
  // A tier that died before it could count its failures has failed all the same.
  if (status !== 0 && counts.failing === 0) sum.failing++;
}
if (broken) sum.failing++;
console.log(`\n${sum.passing} passed, ${sum.failing} failed, ${sum.pending} skipped`);
process.exitCode = sum.failing === 0 && sum.passing > 0 ? 0 : 1;

/** Runs a command with this Node, shows its output, and adds up mocha's closing lines. */
function run(args) {
  return new Promise((resolve) => {
    // A quarter of the attack, chosen evenly; `npm run attack` is the whole of it.
    const env = { STORYFLOW_TEST_SEED: '20261121', STORYFLOW_ATTACK_PART: '0.25', ...process.env };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (status) => {
      const count = (word) =>
        [...output.matchAll(new RegExp(`^\\s+(\\d+) ${word}\\b`, 'gm'))].reduce(
          (n, m) => n + Number(m[1]),
          0,
        );
      resolve({
        status: status ?? 1,
        counts: { passing: count('passing'), failing: count('failing'), pending: count('pending') },
      });
    });
  });
}
