import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * Files that nobody may touch: of all ages, and with the very names that StoryFlow gives to what it may delete. Whoever
 * follows a link to here loses one of them.
 */
export function makeVictims(folder: string, materials: string): void {
  const key = 'ab'.repeat(32);
  const uuid = '6a1fd6a2-8cf5-4f1c-9b0e-9a2a4dd1a001';
  const host = hostname()
    .replace(/[^0-9A-Za-z]/g, '_')
    .slice(0, 64);
  const text = Buffer.from('somebody’s work');
  const entry = `${text.length}-${crc32(text).toString(16).padStart(8, '0')}.mp4`;
  const day = 86_400;
  const files: [path: string, ageSeconds: number][] = [
    ['notes.txt', 60],
    ['letter.txt', 2 * day],
    ['diary.txt', 400 * day],
    ['tomorrow.txt', -day],
    ['old/thesis.txt', 3 * day],
    ['old/photos/a.jpg', 900 * day],
    ['old/photos/b.jpg', 30 * day],
    [`${host}-999999-${uuid}/work.txt`, 2 * day],
    [`otherhost-12-${uuid}/work.txt`, 2 * day],
    [`tmp/${host}-999999-${uuid}/work.txt`, 9 * day],
    ['tmp/plain/work.txt', 9 * day],
    ['music/song.wav', 40 * day],
    ['music/song.json', 40 * day],
    [`music/${'ab'.repeat(16)}.wav`, 40 * day],
    [`music/${'ab'.repeat(16)}.json`, 40 * day],
    [`music/${'ab'.repeat(16)}.${uuid}.tmp`, 40 * day],
    [`store/ab/${key}/${entry}`, 40 * day],
    [`store/cd/${'cd'.repeat(32)}/1-00000000.mp4`, 40 * day],
    [`ab/${key}/broken.mp4`, 40 * day],
    [`${key}/0-00000000.mp4`, 40 * day],
    [`${'cd'.repeat(32)}.gone-12-abc/work.txt`, 40 * day],
    ['render.json', 2 * day],
    ['joined.txt', 2 * day],
    ['export.lock', 2 * day],
    ['.final-12345-abcdef.part.mp4', 2 * day],
    [`final.mp4.${uuid}.tmp`, 2 * day],
    ['final.mp4', 2 * day],
    ['story/final.mp4', 2 * day],
    ['story/render.json', 2 * day],
  ];
  for (const [path] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  cpSync(join(materials, 'b.wav'), join(folder, 'secret.wav'));
  cpSync(join(materials, 'a.png'), join(folder, 'picture.png'));
  cpSync(join(materials, 'film.mp4'), join(folder, 'film.mp4'));
  symlinkSync('/dev/full', join(folder, 'device.mp4'));
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  for (const [path, age] of files) {
    const time = Date.now() / 1000 - age;
    utimesSync(join(folder, path), time, time);
    utimesSync(dirname(join(folder, path)), time, time);
  }
}
