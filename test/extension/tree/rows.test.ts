import assert from 'node:assert/strict';
import { badgeOf } from '../../../src/extension/tree/badge.ts';
import { excerptOf } from '../../../src/extension/tree/excerpt.ts';
import { clockTime } from '../../../src/extension/tree/soundWords.ts';
import type { ExportResult } from '../../../src/engine/protocol.ts';

describe('rows of the tree', () => {
  it('cut a paragraph at a word, on one line', () => {
    assert.equal(excerptOf('One\n  two three', 60), 'One two three');
    assert.equal(excerptOf('The quick brown fox jumps', 18), 'The quick brown…');
    assert.equal(excerptOf('狐狸'.repeat(40), 10), `${'狐狸'.repeat(5)}…`);
    assert.equal(excerptOf('🦊'.repeat(40), 5), '🦊🦊…');
  });

  it('show times as a player does', () => {
    assert.deepEqual([0.4, 7.5, 65, 3600].map(clockTime), ['0:00', '0:08', '1:05', '60:00']);
  });

  it('say the status, and what is missing', () => {
    const ready = { ready: true, lacks: '', missingPictures: new Set<string>() };
    const lacking = { ready: false, lacks: '2 pictures missing', missingPictures: new Set<string>() };
    const result = {} as ExportResult;
    assert.equal(badgeOf({ status: 'DRAFT' }, ready).words, 'Draft');
    assert.equal(badgeOf({ status: 'DRAFT' }, lacking).words, 'Draft · 2 pictures missing');
    assert.equal(badgeOf({ status: 'COMPLETED', result }, ready).words, 'Completed');
    assert.equal(badgeOf({ status: 'FAILED', reason: 'Disk full.' }, ready).reason, 'Disk full.');
    const progress = {
      current_segment: 1,
      total_segments: 3,
      percentage: 33,
      current_phase: 'Rendering',
      seconds_left: null,
    };
    assert.equal(badgeOf({ status: 'PROCESSING', progress, canCancel: true }, ready).words, 'Rendering 33 %');
    assert.equal(
      badgeOf({ status: 'PROCESSING', progress, canCancel: false }, ready).words,
      'Rendering 33 % (elsewhere)',
    );
  });
});
