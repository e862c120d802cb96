import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { validate, type Validation } from '../../../bench/trembling/validate.ts';
import { findFfmpeg } from '../../../src/engine/video/ffmpeg.ts';

describe('the trembling measurement, on videos whose motion is known', () => {
  let folder: string;
  let found: Validation;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trembling-'));
    const { path: ffmpeg } = await findFfmpeg();
    found = await validate({ ffmpeg, folder, size: { width: 960, height: 540 }, frames: 14 });
  });

  after(() => rm(folder, { recursive: true }));

  it('reads next to nothing on a perfect pan, and its speed', () => {
    assert.ok(found.pan.rms < 0.003, `${found.pan.rms}`);
    assert.ok(Math.abs(found.pan.speed - Math.hypot(0.31, 0.17)) < 0.004, `${found.pan.speed}`);
    assert.equal(found.pan.displacements.length, 13);
  });

  it('reads 1 on an alternation by ±0.25 px', () => {
    assert.ok(Math.abs(found.alternation.rms - 1) < 0.003, `${found.alternation.rms}`);
  });

  it("sees the whole-pixel steps of ffmpeg's zoompan", () => {
    assert.ok(found.zoompan.rms > 0.3 && found.zoompan.rms < 2, `${found.zoompan.rms}`);
  });
});
