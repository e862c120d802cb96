import assert from 'node:assert/strict';
import { parse } from 'yaml';
import fc from 'fast-check';
import { replacement, yamlScalar } from '../../../src/extension/problems/replacement.ts';

describe('replacement', () => {
  it('keeps the words and the title of an inline picture', () => {
    assert.equal(replacement('![A fox](fx.png "Red")', 'fox.png'), '![A fox](fox.png "Red")');
  });

  it('puts a path with spaces between angle brackets', () => {
    assert.equal(replacement('![](fx.png)', 'a fox.png'), '![](<a fox.png>)');
    assert.equal(replacement('![](<a fx.png>)', 'a fox.png'), '![](<a fox.png>)');
  });

  it('writes YAML that reads as the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        assert.deepEqual(parse(`key: ${yamlScalar(text)}`), { key: text });
      }),
    );
    const lines = 'a fox\nand a crow, in a text that is long enough to be folded';
    for (const text of [
      lines,
      '1.5',
      'true',
      'No',
      'null',
      ' a',
      '~',
      '0x1F',
      '1e3',
      'a: b',
      '- a',
      'images/1.png',
    ])
      assert.deepEqual(parse(`key: ${yamlScalar(text)}`), { key: text });
  });
});
