import assert from 'node:assert/strict';
import { applyingEntries, findReplacements } from '../../../src/engine/narration/lexicon.ts';

describe('The lexicon', () => {
  const found = (text: string, lexicon: Record<string, string>) =>
    findReplacements(text, lexicon).map(({ start, end, say, ipa }) => [
      text.slice(start, end),
      say ?? `/${ipa}/`,
    ]);

  it('replaces whole words, in any case', () => {
    assert.deepEqual(found('Gif, gifs and GIF', { gif: 'jiff' }), [
      ['Gif', 'jiff'],
      ['GIF', 'jiff'],
    ]);
  });

  it('prefers the entry that is spelled exactly so', () => {
    assert.deepEqual(found('US and us', { us: 'uss', US: 'you ess' }), [
      ['US', 'you ess'],
      ['us', 'uss'],
    ]);
  });

  it('prefers longer entries, and phrases across line breaks', () => {
    assert.deepEqual(found('New\n York, York', { York: 'yok', 'New York': 'noo yok' }), [
      ['New\n York', 'noo yok'],
      ['York', 'yok'],
    ]);
  });

  it('tells IPA from a respelling', () => {
    assert.deepEqual(found('a tomato', { tomato: ' /təˈmɑːtoʊ/ ' }), [['tomato', '/təˈmɑːtoʊ/']]);
  });

  it('takes signs in its entries literally', () => {
    assert.deepEqual(found('C++ and C', { 'C++': 'see plus plus', '.': 'dot' }), [['C++', 'see plus plus']]);
  });

  it('knows words of other scripts, with their accents', () => {
    assert.deepEqual(found('Ödön über', { ödön: 'x' }), [['Ödön', 'x']]);
    assert.deepEqual(found('Ōe', { o: 'x' }), []);
  });

  it('finds entries in scripts without spaces, wherever they stand', () => {
    assert.deepEqual(found('東京へ行く。', { 東京: 'とうきょう', 行: 'い', 京: 'きょう' }), [
      ['東京', 'とうきょう'],
      ['行', 'い'],
    ]);
    assert.deepEqual(found('X線とX', { X: 'x', X線: 'エックスせん' }), [['X線', 'エックスせん']]);
  });

  it('holds as many entries as anybody writes, and signs of every kind', () => {
    const lexicon = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`word${i}-(x`, `w ${i}`]));
    assert.deepEqual(found('A Word77-(x, word19999-(x and word20000-(x.', lexicon), [
      ['Word77-(x', 'w 77'],
      ['word19999-(x', 'w 19999'],
    ]);
  });

  it('tells letters apart that only look alike in capitals', () => {
    assert.deepEqual(found('ı i', { i: 'x' }), [['i', 'x']]);
    assert.deepEqual(found('ſo', { SO: 'x' }), [['ſo', 'x']]);
  });

  it('changes the key of the texts that it applies to, and of no others', () => {
    const lexicon = { gif: 'jiff', tomato: 'x', '': 'y' };
    assert.deepEqual(applyingEntries('a GIF', lexicon), [['gif', 'jiff']]);
    assert.deepEqual(applyingEntries('nothing', lexicon), []);
  });
});
