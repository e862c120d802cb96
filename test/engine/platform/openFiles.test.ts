import assert from 'node:assert/strict';
import { failureOf } from '../../../src/engine/cli/failureOf.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { fewestOpenFiles, tooFewOpenFiles } from '../../../src/engine/platform/openFiles.ts';
import { laneCount } from '../../../src/engine/render/laneCount.ts';
import { never } from '../../support/media.ts';

describe('Few open files', () => {
  it('are said to be too few below the least that works', () => {
    assert.match(tooFewOpenFiles(fewestOpenFiles - 1)!, /needs 40 open files, and this session allows 39/);
    assert.equal(tooFewOpenFiles(fewestOpenFiles), undefined);
    assert.equal(tooFewOpenFiles(Infinity), undefined);
  });

  it('mean one lane', () => {
    const machine = { processors: 8, memory: 32e9 };
    assert.equal(laneCount({ width: 1280, height: 720 }, { ...machine, openFiles: 64 }), 1);
    assert.equal(laneCount({ width: 1280, height: 720 }, { ...machine, openFiles: 1024 }), 8);
  });

  it('are named as what failed, however deep down', () => {
    const spawn = Object.assign(new Error('spawn /usr/bin/ffmpeg EMFILE'), { code: 'EMFILE' });
    const worker = new Error('Worker initialization failure: EMFILE');
    for (const cause of [
      spawn,
      worker,
      new StoryFlowFailure('FAILED', 'Segment 4: it failed.', { cause: spawn }),
    ])
      assert.match(failureOf(cause, never).message, /^Too many files are open/);
  });
});
