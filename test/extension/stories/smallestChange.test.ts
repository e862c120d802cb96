import assert from 'node:assert/strict';
import fc from 'fast-check';
import { smallestChange } from '../../../src/extension/stories/smallestChange.ts';

describe('smallestChange', () => {
  it('finds nothing in equal texts', () => {
    assert.equal(smallestChange('abc', 'abc'), undefined);
  });

  it('replaces only what differs', () => {
    assert.deepEqual(smallestChange('one two three', 'one 2 three'), { start: 4, end: 7, text: '2' });
  });

  it('makes the old text the new one, and never cuts a character or a line end in two', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\r\n', '\n', '🦊', '🐺', 'é'), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [before, after] = [one.join(''), other.join('')];
        const change = smallestChange(before, after);
        if (!change) return assert.equal(before, after);
        assert.ok(change.start <= change.end);
        assert.equal(before.slice(0, change.start) + change.text + before.slice(change.end), after);
        for (const at of [change.start, change.end])
          assert.doesNotMatch(
            before.slice(Math.max(0, at - 1), at + 1),
            /^[\uD800-\uDBFF][\uDC00-\uDFFF]$|^\r\n$/,
          );
      }),
    );
  });
});
