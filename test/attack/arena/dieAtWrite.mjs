// Preloaded into the engine and all its threads: counts everything that changes the disk or starts a program, and ends
// the process, as a power cut would, at the one that it was told.
//
// STORYFLOW_DIE_AT: the number of that operation; 0 = only count. STORYFLOW_DIE_HOW: `before` it, or `halfway` in what
// it writes. STORYFLOW_DIE_TALLY: a file that grows by a byte for each, which all threads share. STORYFLOW_DIE_TELL: a
// file for their names.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const at = Number(process.env.STORYFLOW_DIE_AT);
const halfway = process.env.STORYFLOW_DIE_HOW === 'halfway';
// The originals: what is counted must not count itself.
const { closeSync, fstatSync, openSync, writeSync } = fs;
const tally = openSync(process.env.STORYFLOW_DIE_TALLY, 'a');
const told = process.env.STORYFLOW_DIE_TELL && openSync(process.env.STORYFLOW_DIE_TELL, 'a');

/** @param writeHalf Begins what will never be finished. */
function count(what, writeHalf) {
  writeSync(tally, '.');
  if (told) writeSync(told, `${what}\n`);
  if (at === 0 || fstatSync(tally).size !== at) return;
  if (halfway) writeHalf?.();
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const half = (data) => {
  const bytes =
    typeof data === 'string' ? Buffer.from(data) : ArrayBuffer.isView(data) ? data : Buffer.alloc(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
};

const isWriting = (flags) =>
  typeof flags === 'string' ? /[wa+]/.test(flags) : typeof flags === 'number' && (flags & 3) !== 0;

function halfFile(file, data, options) {
  const flag = typeof options === 'object' && options !== null ? (options.flag ?? 'w') : 'w';
  try {
    const handle = openSync(file, flag);
    writeSync(handle, half(data));
    closeSync(handle);
  } catch {
    // It would have failed too.
  }
}

const changing = [
  'rename',
  'rm',
  'rmdir',
  'unlink',
  'mkdir',
  'mkdtemp',
  'link',
  'symlink',
  'utimes',
  'lutimes',
  'truncate',
];
const copying = ['copyFile', 'cp', 'chmod', 'chown'];

for (const name of [...changing, ...copying]) {
  wrap(fsPromises, name, (path) => count(`${name} ${path}`));
  wrap(fs, name, (path) => count(`${name} ${path}`));
  wrap(fs, `${name}Sync`, (path) => count(`${name}Sync ${path}`));
}
for (const name of ['writeFile', 'appendFile']) {
  const write = (path, data, options) => count(`${name} ${path}`, () => halfFile(path, data, options));
  wrap(fsPromises, name, write);
  wrap(fs, name, write);
  wrap(fs, `${name}Sync`, write);
}
const open = (path, flags) => isWriting(flags) && count(`open ${path}`);
for (const [owner, name] of [
  [fsPromises, 'open'],
  [fs, 'open'],
  [fs, 'openSync'],
])
  wrap(owner, name, open);
for (const name of ['write', 'writeSync', 'writev', 'writevSync', 'ftruncate', 'ftruncateSync'])
  wrap(fs, name, (handle, data) => handle > 2 && count(name, () => writeSync(handle, half(data))));
wrap(childProcess, 'spawn', (program) => count(`spawn ${program}`));

const handle = await fsPromises.open('/dev/null');
const ofHandles = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['write', 'writev', 'writeFile', 'appendFile', 'truncate', 'utimes'])
  wrap(ofHandles, name, function (data) {
    count(`handle.${name}`, () => writeSync(this.fd, half(data)));
  });

syncBuiltinESMExports();

function wrap(owner, name, before) {
  const original = owner[name];
  owner[name] = function (...args) {
    before.apply(this, args);
    return original.apply(this, args);
  };
}
