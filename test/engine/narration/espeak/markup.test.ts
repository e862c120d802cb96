import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findReplacements } from '../../../../src/engine/narration/lexicon.ts';
import { literal, toMarkup } from '../../../../src/engine/narration/espeak/markup.ts';

describe('Text for espeak', () => {
  it('is spoken literally, whatever it looks like', () => {
    assert.equal(literal('<b>A & B</b> &lt;'), '&lt;b&gt;A &amp; B&lt;/b&gt; &amp;lt;');
    assert.equal(literal('<\u0301&\u{1da00}'), '&lt;\u0301&amp;\u{1da00}');
    assert.equal(literal("[[h@l'oU]] [x]"), "[ [h@l'oU]] [x]");
  });

  it('has no control characters, emoji, ornaments and lone surrogates', () => {
    assert.match(literal('x❤️👨‍👩‍👧🏽★\ud83d\u0007y'), /^x +y$/);
    assert.equal(literal('©™°'), '©™°');
  });

  it('keeps digits of keycaps and loses what cannot be seen', () => {
    assert.equal(literal('1️⃣ soft\u00adhyphen \u200fعرب\u2069'), '1 softhyphen عرب');
  });

  it('keeps the joiner that shapes Indic letters', () => {
    assert.equal(literal('ක්‍ෂ'), 'ක්‍ෂ');
  });

  it('puts what the lexicon says in place of its words', () => {
    const text = 'A GIF, a tomato.';
    const replacements = findReplacements(text, { gif: 'jiff <', tomato: '/x/' });
    const { markup, origins } = toMarkup(text, { start: 0, end: text.length }, replacements, () => 't@m');
    assert.equal(markup, 'A jiff &lt;, a [[t@m]].');
    assert.equal(origins[markup.indexOf('jiff')], 2);
    assert.equal(origins[markup.indexOf('&lt;') + 3], 2);
    assert.equal(origins[markup.indexOf('[[')], 9);
    assert.equal(origins.at(-1), text.length - 1);
  });

  it('names the origin of each of its code points, and never holds markup', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('[', ']', '<', '&', '😀', 'é', '\0', 'a', '中'),
        fc.string({ unit: 'binary' }),
      ),
    });
    fc.assert(
      fc.property(text, (sample) => {
        const { markup, origins } = toMarkup(sample, { start: 0, end: sample.length });
        assert.equal([...markup].length, origins.length);
        assert.doesNotMatch(markup, /<|>|\[\[|&(?!amp;|lt;|gt;)|\p{Cc}|\p{Cs}/u);
        for (const [index, origin] of origins.entries())
          assert.ok(origin < sample.length && origin >= (origins[index - 1] ?? 0));
      }),
    );
  });
});
