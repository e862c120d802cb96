import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { candidates, parseIpa, toMnemonics } from '../../../../src/engine/narration/espeak/ipa.ts';

const all = () => true;
const spell = (ipa: string, canMake: (mnemonic: string) => boolean = all) =>
  toMnemonics(parseIpa(ipa).sounds, canMake);

describe('IPA in the lexicon', () => {
  it('becomes espeak’s mnemonics, stress included', () => {
    assert.equal(spell('təˈmɑːtoʊ'), "t@'mA:toU");
    assert.equal(spell('ˌhɛˈloʊ'), ",hE'loU");
  });

  it('takes affricates and diphthongs whole, tied or not', () => {
    assert.equal(spell('t͡ʃɜːt͡ʃ'), 'tS3:tS');
    assert.equal(spell('dʒaɪ'), 'dZaI');
  });

  it('is read as people type it', () => {
    assert.equal(spell("tə'mɑ:.toʊ ga"), "t@'mA:toU||ga");
    assert.equal(spell('ça'), 'Ca');
  });

  it('takes the next best sound where the voice lacks one, and none where it lacks all', () => {
    assert.equal(
      spell('y', (mnemonic) => mnemonic === 'u'),
      'u',
    );
    assert.equal(
      spell('aq', (mnemonic) => mnemonic === 'a'),
      'a',
    );
  });

  it('asks the voice about sounds only, not about stress', () => {
    assert.deepEqual(candidates(parseIpa('ˈba').sounds), ['b', 'a', 'A', 'aa']);
  });

  it('names what it cannot read', () => {
    assert.deepEqual(parseIpa('ba7#').unknown, ['7', '#']);
  });

  it('never writes anything that would end or break the markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (ipa) => {
        assert.doesNotMatch(spell(ipa), /[[\]<>&]/);
      }),
    );
  });
});
