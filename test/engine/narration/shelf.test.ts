import assert from 'node:assert/strict';
import { readdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

describe('The shelf of finished sounds', () => {
  const folder = temporaryFolder();
  const shelf = (limit?: number) => createShelf(join(folder(), 'narration'), limit);
  const file = (name: string) => join(folder(), 'narration', name);

  it('finds what was put there, also in another run', async () => {
    await shelf().put('a', make);
    assert.deepEqual(await shelf().find('a'), { wavFile: file('a.wav'), note });
    assert.equal(await shelf().find('b'), undefined);
  });

  it('does not find a sound that was cut short, changed or lost its note', async () => {
    for (const damage of [
      () => truncate(file('a.wav'), 500),
      () => writeFile(file('a.wav'), ''),
      () => writeFile(file('a.json'), '{"sampleFrames": 480'),
      () => writeFile(file('a.json'), 'null'),
      () => writeFile(file('a.wav'), Buffer.concat([wavHeader(480, 2, 48_000), Buffer.alloc(1920)])),
    ]) {
      await shelf().put('a', make);
      await damage();
      assert.equal(await shelf().find('a'), undefined);
    }
  });

  it('keeps nothing of a sound that failed in the making', async () => {
    const failing = shelf().put('a', async (wavFile) => {
      await writeFile(wavFile, 'half');
      throw new Error('no voice');
    });
    await assert.rejects(failing, /no voice/);
    assert.deepEqual(await readdir(join(folder(), 'narration')), []);
  });

  it('throws out the longest unused sounds above its limit, never those of this run or week', async () => {
    const before = shelf();
    for (const key of ['old', 'older', 'oldest', 'used', 'recent']) await before.put(key, make);
    for (const [age, key] of ['used', 'old', 'older', 'oldest'].entries())
      await utimes(file(`${key}.json`), 1000, 1000 - age);
    const now = shelf(2500);
    await now.find('used');
    await now.tidy();
    assert.deepEqual((await readdir(join(folder(), 'narration'))).sort(), [
      'old.json',
      'old.wav',
      'recent.json',
      'recent.wav',
      'used.json',
      'used.wav',
    ]);
  });

  it('removes what dead runs left behind, but not what another is making', async () => {
    await shelf().put('a', make);
    await writeFile(file('b.1.tmp'), 'x');
    await writeFile(file('c.2.tmp.pcm'), 'x');
    await utimes(file('c.2.tmp.pcm'), 1000, 1000);
    await shelf().tidy();
    assert.deepEqual((await readdir(join(folder(), 'narration'))).sort(), ['a.json', 'a.wav', 'b.1.tmp']);
  });
});
