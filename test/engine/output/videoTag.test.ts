import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectComment, readVideoTag } from '../../../src/engine/output/videoTag.ts';
import { box, taggedMp4 } from '../../support/taggedMp4.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const id = '0b7e3a52-6f0e-4c1b-9a55-0b3f5a1c9d11';

describe('tags of a video', () => {
  const folder = temporaryFolder();

  async function read(content: string | Uint8Array) {
    const file = join(folder(), 'video.mp4');
    await writeFile(file, content);
    return readVideoTag(file);
  }

  it('name the project and the title', async () => {
    const found = await read(taggedMp4({ comment: projectComment(id), title: 'Über' }));
    assert.deepEqual(found, { isMp4: true, project: id, title: 'Über' });
  });

  it('name no project where the comment is somebody else’s', async () => {
    for (const comment of [undefined, '', 'Holiday', `${projectComment(id)} and more`, projectComment('x')])
      assert.equal((await read(taggedMp4({ comment }))).project, undefined);
  });

  it('an empty file may become an MP4, another one is none', async () => {
    assert.equal((await read('')).isMp4, true);
    assert.equal((await read('# A story\n')).isMp4, false);
    assert.equal((await read(box('moov', Buffer.alloc(100)))).isMp4, false);
  });

  it('of a file cut anywhere are read or missing, and nothing is thrown', async () => {
    const whole = taggedMp4({ comment: projectComment(id), title: 'T' });
    for (let length = 0; length <= whole.length; length += 3) {
      const { project } = await read(whole.subarray(0, length));
      assert.ok(project === undefined || project === id);
    }
  });

  it('of boxes without number, without length or of impossible length come to an end', async () => {
    const ftyp = box('ftyp', Buffer.from('isom'));
    const many = Buffer.concat(Array.from({ length: 200_000 }, () => box('free')));
    const endless = Buffer.from([0, 0, 0, 1, ...Buffer.from('free'), 255, 255, 255, 255, 255, 255, 255, 255]);
    const deep = (levels: number): Buffer => (levels === 0 ? Buffer.alloc(0) : box('moov', deep(levels - 1)));
    for (const boxes of [many, endless, Buffer.alloc(4096), deep(2000)])
      assert.equal((await read(Buffer.concat([ftyp, boxes]))).project, undefined);
  });

  it('of a file of a terabyte are found without reading it', async () => {
    const file = join(folder(), 'large.mp4');
    await writeFile(file, box('ftyp', Buffer.from('isom')));
    await truncate(file, 2 ** 40);
    assert.equal((await readVideoTag(file)).project, undefined);
  });

  it('of a pipe are not waited for', async () => {
    const file = join(folder(), 'pipe.mp4');
    execFileSync('mkfifo', [file]);
    await assert.rejects(readVideoTag(file), { code: 'ENOTREGULAR' });
  });
});
