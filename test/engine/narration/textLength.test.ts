import assert from 'node:assert/strict';
import { tooLongText } from '../../../src/engine/narration/unreadableText.ts';

describe('A paragraph', () => {
  it('of a hundred thousand characters is spoken, a longer one is a problem that says what to do', () => {
    assert.equal(tooLongText('a'.repeat(100_000)), undefined);
    const problem = tooLongText('a'.repeat(10_000_000));
    assert.equal(problem?.code, 'text-too-long');
    assert.equal(problem.severity, 'error');
    assert.match(problem.message, /10,000,000 characters.*100,000.*empty line/);
  });
});
