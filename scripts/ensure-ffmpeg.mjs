// Makes sure of a usable ffmpeg before the demo and the tests: as root on Debian and Ubuntu it installs the
// system's package, anywhere else it says what to run. Exit code 5: a tool is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { findFfmpeg } from '../src/engine/video/ffmpeg.ts';

const APT = '/usr/bin/apt-get';

/** @returns {Promise<string>} Path of a usable ffmpeg; ends the process when there is none. */
export async function ensureFfmpeg() {
  try {
    return (await findFfmpeg()).path;
  } catch (error) {
    if (!mayInstall()) return giveUp(error);
    console.error('No usable ffmpeg: installing the system package with apt-get.');
    install();
  }
  return findFfmpeg().then(({ path }) => path, giveUp);
}

function mayInstall() {
  return existsSync(APT) && process.getuid?.() === 0;
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (/** @type {string[]} */ args) => spawnSync(APT, args, { env, stdio: ['ignore', 2, 2] }).status;
  // A list that cannot be refreshed may still be good enough.
  run(['-q', 'update']);
  const status = run(['-q', 'install', '-y', '--no-install-recommends', 'ffmpeg']);
  if (status !== 0) console.error(`apt-get install ended with code ${status}.`);
}

/** @param {unknown} error @returns {never} */
function giveUp(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(5);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  console.log(await ensureFfmpeg());
