import assert from 'node:assert/strict';
import { execa } from 'execa';
import { mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import { createStore } from '../../../src/engine/cache/store.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { drawApart, TooCostly } from '../../../src/engine/picture/apart.ts';
import { prepareCanvas } from '../../../src/engine/picture/canvas.ts';
import { probePicture } from '../../../src/engine/picture/probe.ts';
import { thumbnail } from '../../../src/engine/picture/thumbnail.ts';
import { ownFolder } from '../../../src/engine/storage/workFolder.ts';
import { never } from '../../support/media.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const request = { width: 64, height: 36, zoom: 1.3, background: '#000000' };
const open = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900">';

describe('A picture from anybody', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder(), name);

  /** Ten circles of ten circles of ten circles … */
  async function writeLaughs(name: string): Promise<void> {
    const levels = Array.from(
      { length: 11 },
      (_, i) => `<g id="g${i + 1}">${`<use href="#g${i}"/>`.repeat(10)}</g>`,
    );
    const circle = '<g id="g0"><circle r="500" cx="500" cy="500" fill-opacity=".1"/></g>';
    await writeFile(at(name), `${open}<defs>${circle}${levels.join('')}</defs><use href="#g11"/></svg>`);
  }

  async function codeOf(name: string): Promise<string | undefined> {
    return (await probePicture(at(name)))?.code;
  }

  it('that would be drawn for hours is given up', async () => {
    await writeLaughs('laughs.svg');
    const problem = await probePicture(at('laughs.svg'));
    assert.equal(problem?.code, 'picture-too-costly');
    assert.match(problem.message, /laughs\.svg.*too much time.*save it as a PNG/);
  }).timeout(180_000);

  it('that would be drawn for hours keeps nobody who cancels', async () => {
    await writeLaughs('laughs.svg');
    const store = createStore(ownFolder(at('cache')), { limitBytes: 1e7 });
    for (const use of [
      (signal: AbortSignal) => probePicture(at('laughs.svg'), signal),
      (signal: AbortSignal) => thumbnail(at('laughs.svg'), store, signal),
      (signal: AbortSignal) => prepareCanvas(at('laughs.svg'), request, undefined, signal),
    ]) {
      const controller = new AbortController();
      const drawing = use(controller.signal);
      drawing.catch(() => undefined);
      await setTimeout(1000);
      controller.abort();
      await assert.rejects(
        drawing,
        (error) => error instanceof StoryFlowFailure && error.code === 'CANCELLED',
      );
    }
    await store.close();
  });

  it('that wants more memory than a picture may have is given up', async () => {
    await writeLaughs('laughs.svg');
    await assert.rejects(
      drawApart(await readFile(at('laughs.svg')), { kind: 'canvas', request }, never, { memory: 50e6 }),
      (error) => error instanceof TooCostly && error.what === 'memory',
    );
  });

  it('is refused by its header when a side or what it unfolds to is too long', async () => {
    await sharp({ create: { width: 70_000, height: 4, channels: 3, background: 'red' } })
      .png()
      .toFile(at('wide.png'));
    const wide = await probePicture(at('wide.png'));
    assert.equal(wide?.code, 'picture-too-large');
    assert.match(wide.message, /70000 × 4 pixels, more than 65535 on a side/);
    const interlaced = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .png({ progressive: true })
      .toBuffer();
    // The header's sides are changed; that its checksum is wrong then comes later.
    interlaced.writeUInt32BE(16_000, 16);
    interlaced.writeUInt32BE(16_000, 20);
    await writeFile(at('interlaced.png'), interlaced);
    assert.match((await probePicture(at('interlaced.png')))!.message, /too large|damaged|not a picture/);
  });

  it('may be as long as a panorama', async () => {
    await sharp({ create: { width: 40_000, height: 300, channels: 3, background: 'red' } })
      .jpeg()
      .toFile(at('panorama.jpg'));
    assert.equal(await codeOf('panorama.jpg'), undefined);
    assert.equal((await prepareCanvas(at('panorama.jpg'), request)).height, 46);
  });

  it('is no pipe, device, folder or endless link, and does not keep anybody waiting', async function () {
    if (process.platform === 'win32') return this.skip();
    await execa('mkfifo', [at('pipe.png')]);
    await symlink('/dev/zero', at('zero.png'));
    await symlink('loop.png', at('loop.png'));
    await mkdir(at('folder.png'));
    for (const name of ['pipe.png', 'zero.png', 'loop.png', 'folder.png']) {
      assert.equal(await codeOf(name), 'picture-unreadable', name);
      await assert.rejects(prepareCanvas(at(name), request), StoryFlowFailure);
    }
  });

  it('is not read when its file is larger than any picture', async () => {
    await writeFile(at('sparse.png'), '\x89PNG');
    await truncate(at('sparse.png'), 2 ** 40);
    const problem = await probePicture(at('sparse.png'));
    assert.equal(problem?.code, 'picture-too-large');
    assert.match(problem.message, /more than 256 MB/);
  });
});
