import { strict as assert } from 'node:assert';
import { failureOf } from '../../../src/engine/cli/failureOf.ts';
import { StoryFlowFailure } from '../../../src/engine/failure.ts';

const running = new AbortController().signal;

describe('failureOf', () => {
  it('leaves what already has words as it is', () => {
    const failure = new StoryFlowFailure('NOT_READY', 'no');
    assert.equal(failureOf(failure, running), failure);
  });

  it('gives system errors words and advice', () => {
    const full = Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC', path: 'a/b' });
    assert.match(failureOf(full, running).message, /disk is full.*a\/b/);
  });

  it('takes whatever falls during a cancel for the cancel', () => {
    const failure = failureOf(new Error('write EPIPE'), AbortSignal.abort());
    assert.equal(failure.code, 'CANCELLED');
    assert.equal(failureOf(new StoryFlowFailure('FAILED', 'x'), AbortSignal.abort()).code, 'CANCELLED');
  });

  it('keeps the stack of the unexpected for the log', () => {
    const failure = failureOf(new TypeError('oops'), running);
    assert.equal(failure.code, 'FAILED');
    assert.match(String(failure.details['stack']), /TypeError: oops/);
  });
});
