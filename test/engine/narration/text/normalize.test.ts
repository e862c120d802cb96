import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { normalize } from '../../../../src/engine/narration/text/normalize.ts';
import { said } from '../../../support/said.ts';

describe('normalizing English', () => {
  it('keeps the way back: what is outside the spans is the same in both texts, and spans are in order', () => {
    const words = fc.constantFrom(
      'the',
      'Dr.',
      'Smith',
      '$5.50',
      '1984',
      '3/4',
      'e.g.',
      '“quoted”',
      '20 km',
      'Henry VIII',
      '—',
      '😀',
      'don’t',
      '7:05',
      'U.S.A.',
      'a@b.com',
      '#tag',
      '10–20%',
      '...',
      'St.',
      '5th',
      '\n',
      '½',
      '(',
      '%',
      '&',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 6 })), { maxLength: 12 }), (parts) => {
        const text = parts.join(' ');
        const { text: spoken, spans } = normalize(text, 'en-US');
        let at = { text: 0, spoken: 0 };
        for (const span of [
          ...spans,
          { textStart: text.length, textEnd: text.length, start: spoken.length, end: spoken.length },
        ]) {
          // A space may be put between what would touch.
          const between = text.slice(at.text, span.textStart);
          assert.equal(spoken.slice(at.spoken, span.start).trim(), between.trim());
          assert.ok(span.textEnd >= span.textStart && span.end >= span.start);
          at = { text: span.textEnd, spoken: span.end };
        }
      }),
    );
  });

  it('leaves no digit, whatever is written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ a-zA-Z0-9.,:;$£€%°'"/+@#&()x–-]{0,30}$/), (text) => {
        assert.doesNotMatch(normalize(text, 'en-US').text, /\d/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('normalizing other languages', () => {
  it('leaves numbers to espeak-ng, which knows them', () => {
    assert.equal(said('Tengo 25 años.', 'es'), 'Tengo 25 años.');
  });
  it('brings quotes and dashes into one form', () => {
    assert.equal(said('«Oui» -- dit-elle...', 'fr'), '“Oui” — dit-elle…');
  });
});

describe('the lexicon in normalized text', () => {
  it('wins over every rule and carries its phonemes', () => {
    const text = 'Dr. Nguyen has 5 cats';
    const claims = [{ textStart: 4, textEnd: 10, spoken: 'Nguyen', ipa: 'wɪn' }];
    const { text: spoken, spans } = normalize(text, 'en-US', claims);
    assert.equal(spoken, 'Doctor Nguyen has five cats');
    assert.deepEqual(spans[1], { start: 7, end: 13, textStart: 4, textEnd: 10, ipa: 'wɪn' });
  });
});
