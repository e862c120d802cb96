import assert from 'node:assert/strict';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';
import { diskFailure, diskFailureInWords, saysWriteFailed } from '../../../src/engine/storage/diskFailure.ts';

const systemError = (code: string) => Object.assign(new Error(code), { code });

describe('A failure of the disk', () => {
  it('is one sentence with the place and what to do', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EIO']) {
      const failure = diskFailure(systemError(code), '/a/place');
      assert.ok(failure instanceof StoryFlowFailure, code);
      assert.match(failure.message, /\/a\/place/);
      assert.equal(failure.details['code'], code);
    }
    const other = systemError('ENOENT');
    assert.equal(diskFailure(other, '/a/place'), other);
  });

  it('names the folder that somebody knows, not a temporary one inside it', () => {
    const inner = diskFailureInWords('No space left on device', '/a/place/tmp/x');
    const outer = diskFailure(inner, '/a/place');
    assert.ok(outer instanceof StoryFlowFailure);
    assert.match(outer.message, /no room left in \/a\/place\./);
    assert.equal(diskFailure(inner, '/another'), inner);
    const other = new StoryFlowFailure('FAILED', 'Something else.', { details: { place: '/a/place/x' } });
    assert.equal(diskFailure(other, '/a/place'), other);
  });

  it('is heard from a tool that ends well all the same', () => {
    for (const said of [
      'Error writing trailer of file:/a.mp4: No space left on device',
      '[out#0/mp4 @ 0x562] Error closing file: No space left on device',
      'av_interleaved_write_frame(): Input/output error',
    ])
      assert.ok(saysWriteFailed(said), said);
    // A recording may be called anything.
    assert.ok(!saysWriteFailed('    title           : Error writing trailer'));
  });
});
