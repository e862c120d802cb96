// The attack, at any length: a thousand inputs and a kill at every write; `npm test` runs a quarter of it.
//
// npm run attack -- --minutes 60          goes on for about an hour
// npm run attack -- --seed 7              another thousand (otherwise a new seed each time; it is printed)
// npm run attack -- --only pictures:12    one input again, as a failure says; or `pictures`, `kills`, `signals`, `together`
// npm run attack -- --verbose             says of every input what it was
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensureFfmpeg } from './ensure-ffmpeg.mjs';

const options = {
  minutes: { type: 'string' },
  seed: { type: 'string' },
  only: { type: 'string' },
  verbose: { type: 'boolean' },
};
const { values } = parseArgs({ options });
for (const name of ['minutes', 'seed'])
  if (values[name] !== undefined && !/^\d+(\.\d+)?$/.test(values[name])) {
    console.error(`--${name} is a number.`);
    process.exit(2);
  }

const seed = values.seed ?? process.env.STORYFLOW_TEST_SEED ?? String(Math.floor(Math.random() * 1e9));
console.log(`seed ${seed}`);
await ensureFfmpeg();
const env = {
  ...process.env,
  STORYFLOW_TEST_SEED: seed,
  ...(values.minutes && { STORYFLOW_ATTACK_MINUTES: values.minutes }),
  ...(values.only && { STORYFLOW_ATTACK_ONLY: values.only }),
  ...(values.verbose && { STORYFLOW_ATTACK_VERBOSE: '1' }),
};
for (const command of [
  ['esbuild.mjs'],
  ['node_modules/mocha/bin/mocha.js', '--config', 'test/attack/mocharc.json'],
]) {
  const { status } = spawnSync(process.execPath, command, { env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
