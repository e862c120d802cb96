import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { findFfmpeg, isTooOld, namesIn } from '../../../src/engine/video/ffmpeg.ts';
import { installAdvice } from '../../../src/engine/video/installAdvice.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const refusal = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof StoryFlowFailure);
  assert.equal(error.code, 'TOOL_MISSING');
  assert.match(error.message, message);
  assert.match(error.message, /Install ffmpeg/);
  return true;
};

describe('findFfmpeg', () => {
  const folder = temporaryFolder();
  const noPath = { PATH: '' };

  it('says what is wrong with the file that the setting names', async () => {
    await writeFile(join(folder(), 'text'), 'no program', { mode: 0o644 });
    await mkdir(join(folder(), 'folder'));
    const wrong: [string, RegExp][] = [
      [join(folder(), 'gone'), /setting names a file that does not exist/],
      [join(folder(), 'folder'), /setting names a folder/],
      ['./ffmpeg', /must be an absolute path/],
      ['no-such-ffmpeg', /"no-such-ffmpeg", which is not on the PATH/],
    ];
    if (process.platform !== 'win32') wrong.push([join(folder(), 'text'), /may not be executed/]);
    for (const [setting, message] of wrong)
      await assert.rejects(findFfmpeg({ setting, env: noPath }), refusal(message));
  });

  it('does not pass over a bad environment variable in silence', async () => {
    const env = { STORYFLOW_FFMPEG: join(folder(), 'gone') };
    await assert.rejects(findFfmpeg({ env }), refusal(/STORYFLOW_FFMPEG names a file that does not exist/));
  });

  const says = async (name: string, script: string) => {
    const file = join(folder(), name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };

  it('tells another program from an ffmpeg that is too old or lacks parts', async function () {
    if (process.platform === 'win32') this.skip();
    const other = await says('other', 'echo hello');
    const old = await says('old', 'echo "ffmpeg version 4.1.6-1 Copyright"');
    const poor = await says(
      'poor',
      'echo "ffmpeg version 7.1 Copyright"; echo " V....D libx264  x"; echo " D  mov,mp4 x"',
    );
    await assert.rejects(findFfmpeg({ setting: other }), refusal(/is not ffmpeg/));
    await assert.rejects(
      findFfmpeg({ setting: old }),
      refusal(/is ffmpeg 4\.1\.6-1, too old: 4\.4 or later/),
    );
    await assert.rejects(findFfmpeg({ setting: poor }), refusal(/built without aac, libmp3lame, concat/));
  });

  const whole = [
    'case "$2" in',
    '-version) echo "ffmpeg version 6.1.1 Copyright";;',
    '-encoders) printf " V....D libx264  x\\n A..... aac  x\\n A....D libmp3lame  x\\n";;',
    '-demuxers) printf " D  concat x\\n D  mov,mp4,m4a x\\n D  rawvideo x\\n D  s16le x\\n";;',
    '-muxers) printf "  E mp4 x\\n";;',
    '-bsfs) printf "Bitstream filters:\\nsetts\\nh264_metadata\\n";;',
    'esac',
  ].join('\n');

  it('prefers the setting to the environment', async function () {
    if (process.platform === 'win32') this.skip();
    const [set, inEnv] = [await says('set', whole), await says('env', whole)];
    await says('ffmpeg', whole);
    const env = { PATH: folder(), STORYFLOW_FFMPEG: inEnv };
    assert.deepEqual(pick(await findFfmpeg({ setting: set, env })), [set, 'setting', '6.1.1']);
    assert.deepEqual(pick(await findFfmpeg({ env })), [inEnv, 'environment', '6.1.1']);
  });

  it('remembers what an ffmpeg can do until the file changes', async function () {
    if (process.platform === 'win32') this.skip();
    const log = join(folder(), 'asked');
    const file = await says('ffmpeg', `echo x >> "${log}"\n${whole}`);
    const memoryFolder = join(folder(), 'memory');
    const first = await findFfmpeg({ setting: file, memoryFolder });
    await writeFile(log, '');
    assert.deepEqual(await findFfmpeg({ setting: file, memoryFolder }), first);
    await says('ffmpeg', whole.replace('6.1.1', '7.0'));
    assert.equal((await findFfmpeg({ setting: file, memoryFolder })).version, '7.0');
    await writeFile(join(memoryFolder, 'ffmpeg.json'), 'garbage');
    assert.equal((await findFfmpeg({ setting: file, memoryFolder })).version, '7.0');
  });
});

const pick = ({ path, source, version }: { path: string; source: string; version: string }) => [
  path,
  source,
  version,
];

describe('isTooOld', () => {
  it('reads the version names that builds carry', () => {
    for (const old of ['2.8.17-0ubuntu0.1', '4.2.7', '4.3', 'n4.3.1']) assert.equal(isTooOld(old), true, old);
    for (const fine of ['4.4', '4.4.2-0ubuntu0.22.04.1', '5.1.9-0+deb12u1', 'n7.1', '7.0.2-static', '10.0'])
      assert.equal(isTooOld(fine), false, fine);
    for (const development of ['N-109468-gd39b34123d', '2024-08-01-git-fcba8baf8e-full_build-www.gyan.dev'])
      assert.equal(isTooOld(development), false, development);
  });
});

describe('namesIn', () => {
  it('takes the names out of every kind of list', () => {
    const names = namesIn(
      ' V....D libx264   libx264 H.264\n D  mov,mp4,m4a  QuickTime\n  E mp4   MP4\nsetts\n',
    );
    for (const name of ['libx264', 'mov', 'mp4', 'm4a', 'setts']) assert.ok(names.has(name), name);
  });
});

describe('installAdvice', () => {
  it('names the command of each system', () => {
    const only = (file: string) => (path: string) => path === file;
    assert.match(installAdvice('linux', only('/usr/bin/apt-get')), /apt-get install ffmpeg/);
    assert.match(installAdvice('linux', only('/usr/bin/dnf')), /dnf install ffmpeg/);
    assert.match(
      installAdvice('linux', () => false),
      /ffmpeg\.org/,
    );
    assert.match(installAdvice('darwin'), /brew install ffmpeg/);
    assert.match(installAdvice('win32'), /winget install/);
  });
});
