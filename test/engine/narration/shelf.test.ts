import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownMark } from '../../../src/engine/storage/ownMark.ts';
import { below, openWorkFolder, ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { createShelf, type SoundNote } from '../../../src/engine/narration/shelf.ts';
import { wavHeader } from '../../../src/engine/narration/wav.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const note: SoundNote = {
  text: 'x',
  seconds: 0.01,
  sampleFrames: 480,
  channels: 1,
  timing: 'spoken',
  words: [],
};

async function make(wavFile: string): Promise<SoundNote> {
  await writeFile(wavFile, Buffer.concat([wavHeader(480, 1, 48_000), Buffer.alloc(960)]));
  return note;
}

/** Keys are hashes: nothing of another name is ever touched. */
const hash = (name: string) => Buffer.from(name).toString('hex').padEnd(32, '0');

describe('The shelf of finished sounds', () => {
  const folder = temporaryFolder();
  const shelf = (limit?: number) => createShelf(ownFolder(join(folder(), 'narration')), limit);
  const file = (name: string) => join(folder(), 'narration', name);

  it('finds what was put there, also in another run', async () => {
    await shelf().put(hash('a'), make);
    assert.deepEqual(await shelf().find(hash('a')), { wavFile: file(`${hash('a')}.wav`), note });
    assert.equal(await shelf().find(hash('b')), undefined);
  });

  it('does not find a sound that was cut short, changed or lost its note', async () => {
    for (const damage of [
      () => truncate(file(`${hash('a')}.wav`), 500),
      () => writeFile(file(`${hash('a')}.wav`), ''),
      () => writeFile(file(`${hash('a')}.json`), '{"sampleFrames": 480'),
      () => writeFile(file(`${hash('a')}.json`), 'null'),
      () =>
        writeFile(file(`${hash('a')}.wav`), Buffer.concat([wavHeader(480, 2, 48_000), Buffer.alloc(1920)])),
    ]) {
      await shelf().put(hash('a'), make);
      await damage();
      assert.equal(await shelf().find(hash('a')), undefined);
    }
  });

  it('keeps nothing of a sound that failed in the making', async () => {
    const failing = shelf().put(hash('a'), async (wavFile) => {
      await writeFile(wavFile, 'half');
      throw new Error('no voice');
    });
    await assert.rejects(failing, /no voice/);
    assert.deepEqual(await readdir(join(folder(), 'narration')), []);
  });

  it('says that a file stands in the place of its folder', async () => {
    const work = await openWorkFolder(join(folder(), '.storyflow', 'tale'), join(folder(), 'state'));
    await work.make();
    await writeFile(join(work.path, 'narration'), '');
    const put = createShelf(below(work, 'narration')).put(hash('a'), make);
    await assert.rejects(put, { code: 'FAILED', message: /narration is no folder: / });
  });

  it('throws out the longest unused sounds above its limit, never those of this run or week', async () => {
    const before = shelf();
    for (const key of ['old', 'older', 'oldest', 'used', 'recent']) await before.put(hash(key), make);
    for (const [age, key] of ['used', 'old', 'older', 'oldest'].entries())
      await utimes(file(`${hash(key)}.json`), 1000, 1000 - age);
    const now = shelf(2500);
    await now.find(hash('used'));
    await now.tidy();
    const kept = ['old', 'recent', 'used'].flatMap((key) => [`${hash(key)}.json`, `${hash(key)}.wav`]);
    assert.deepEqual((await readdir(join(folder(), 'narration'))).sort(), kept.sort());
  });

  it('removes what dead runs left behind, but not what another is making', async () => {
    await shelf().put(hash('a'), make);
    const temporary = (key: string, pid: number) =>
      `${hash(key)}.${ownMark.replace(/\d+$/, String(pid))}-${randomUUID()}.tmp`;
    const under = temporary('b', process.ppid);
    const dead = `${temporary('c', 4_194_305)}.pcm`;
    for (const name of [under, dead, 'my.tmp.pcm']) await writeFile(file(name), 'x');
    await utimes(file('my.tmp.pcm'), 1000, 1000);
    await shelf().tidy();
    const left = [`${hash('a')}.json`, `${hash('a')}.wav`, under, 'my.tmp.pcm'];
    assert.deepEqual((await readdir(join(folder(), 'narration'))).sort(), left.sort());
  });
});
