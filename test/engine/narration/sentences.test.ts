import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { splitLong, splitSentences } from '../../../src/engine/narration/sentences.ts';
import { isSpeakable } from '../../../src/engine/narration/words.ts';

const sentencesOf = (text: string, language?: string) =>
  splitSentences(text, language).map(({ start, end }) => text.slice(start, end));

describe('Sentences', () => {
  it('end at full stops, question and exclamation marks of any script', () => {
    assert.deepEqual(sentencesOf('He came. She left! Why? 你好。世界！ مرحبا؟ نعم.'), [
      'He came.',
      'She left!',
      'Why?',
      '你好。',
      '世界！',
      'مرحبا؟',
      'نعم.',
    ]);
  });

  it('do not end after titles and initials', () => {
    assert.deepEqual(sentencesOf('Mr. Smith met J. R. Tolkien. Dr. Who was there.'), [
      'Mr. Smith met J. R. Tolkien.',
      'Dr. Who was there.',
    ]);
  });

  it('do not end where a line does', () => {
    assert.deepEqual(sentencesOf('one\ntwo\r\nthree.'), ['one\ntwo\r\nthree.']);
  });

  it('keep closing quotes and lone marks with what they close', () => {
    assert.deepEqual(sentencesOf('“Go!” … — 😀'), ['“Go!” … — 😀']);
    assert.deepEqual(sentencesOf('… Then.'), ['… Then.']);
    assert.deepEqual(sentencesOf('… — 😀'), []);
  });

  it('hold every speakable character once, in order', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', '. ', '! ', '\n', '—', '“', '中', '。', '😀', ' '),
    });
    fc.assert(
      fc.property(text, (sample) => {
        const spans = splitSentences(sample);
        let last = 0;
        for (const { start, end } of spans) {
          assert.ok(!isSpeakable(sample.slice(last, start)));
          assert.ok(isSpeakable(sample.slice(start, end)));
          last = end;
        }
        assert.ok(!isSpeakable(sample.slice(last)));
      }),
    );
  });
});

describe('A sentence that is too long', () => {
  const partsOf = (text: string, limit: number, mayCut?: (offset: number) => boolean) =>
    splitLong(text, { start: 0, end: text.length }, limit, mayCut).map(({ start, end }) =>
      text.slice(start, end),
    );

  it('is cut after a comma rather than at a space', () => {
    assert.deepEqual(partsOf('one two three, four five six', 20), ['one two three,', 'four five six']);
  });

  it('is cut at a space rather than inside a word', () => {
    assert.deepEqual(partsOf('one two three four', 10), ['one two', 'three four']);
  });

  it('is not cut inside a number', () => {
    assert.deepEqual(partsOf('aaaaaaa 1,000 bbb', 11), ['aaaaaaa', '1,000 bbb']);
  });

  it('is not cut where that is forbidden', () => {
    assert.deepEqual(
      partsOf('aaaa bbbb cccc', 10, (offset) => offset !== 10),
      ['aaaa', 'bbbb cccc'],
    );
  });

  it('comes in parts that are short enough and lose nothing but white space', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 8, max: 60 }),
        (text, limit) => {
          let last = 0;
          for (const { start, end } of splitLong(text, { start: 0, end: text.length }, limit)) {
            assert.ok(end - start <= limit);
            assert.equal(text.slice(last, start).trim(), '');
            assert.doesNotMatch(text.slice(end), /^[\udc00-\udfff](?<![\ud800-\udbff].)/);
            last = end;
          }
          assert.equal(text.slice(last).trim(), '');
        },
      ),
    );
  });

  it('is never cut through a surrogate pair', () => {
    for (const part of partsOf('😀'.repeat(100), 15)) assert.equal(part, '😀'.repeat(part.length / 2));
  });
});
