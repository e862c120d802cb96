import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { toChunks } from '../../../../src/engine/narration/kokoro/chunks.ts';
import { toPieces, type Piece } from '../../../../src/engine/narration/kokoro/pieces.ts';
import { readVocabulary } from '../../../../src/engine/narration/kokoro/vocabulary.ts';
import { tinyVocabulary } from '../../../support/tinyKokoro.ts';

const vocabulary = readVocabulary(JSON.stringify({ vocab: tinyVocabulary }), 'config.json');

/** Each letter its own phoneme: what is written is what is said. */
function piecesOf(text: string): Piece[] {
  const words = [...text.matchAll(/[a-z]+/gi)].map((match) => ({
    start: match.index,
    phonemes: [...match[0].toLowerCase()],
  }));
  return toPieces({ text, spans: [] }, words, 'other');
}

const chunksOf = (text: string) => toChunks(text, piecesOf(text), vocabulary);
const written = (text: string) =>
  chunksOf(text).map((chunk) => chunk.pieces.map((piece) => piece.symbols).join(''));
const sentence = (words: number, letter = 'a') => `${`${letter.repeat(4)} `.repeat(words).trim()}.`;

describe('toPieces', () => {
  it('keeps punctuation on its word and one space between words', () => {
    assert.deepEqual(
      piecesOf('“So,  he said — (yes)!”').map((piece) => piece.symbols),
      ['“', 'so', ',', ' ', 'he', ' ', 'said', ' ', '—', ' ', '(', 'yes', ')', '!', '”'],
    );
  });
  it('replaces the phonemes of a word by the lexicon’s', () => {
    const spans = [{ start: 3, end: 6, textStart: 3, textEnd: 6, ipa: 'wˈɪn' }];
    const words = [
      { start: 0, phonemes: ['a'] },
      { start: 3, phonemes: ['n', 'g'] },
    ];
    assert.equal(
      toPieces({ text: 'ab ngu', spans }, words, 'american')
        .map((piece) => piece.symbols)
        .join(''),
      'a wˈɪn',
    );
  });
  it('says the name of the letter A where letters are spelled', () => {
    const words = [0, 2, 4].map((start) => ({ start, phonemes: ['ɐ'] }));
    assert.equal(toPieces({ text: 'U S A', spans: [] }, words, 'american').at(-1)!.symbols, 'ˈA');
    assert.equal(toPieces({ text: 'A cat', spans: [] }, [words[0]!], 'american')[0]!.symbols, 'ə');
  });
  it('parts words that espeak-ng ran together', () => {
    const words = [
      { start: 0, phonemes: ['ʌ', 'v', 'ð', 'ə'] },
      { start: 7, phonemes: ['s', 'iː'] },
    ];
    assert.equal(
      toPieces({ text: 'of the sea', spans: [] }, words, 'american')
        .map((piece) => piece.symbols)
        .join(''),
      'ʌv ðə si',
    );
  });
});

describe('toChunks', () => {
  it('joins short sentences', () => {
    assert.deepEqual(written('No. Yes. Oh my!'), ['no. yes. oh my!']);
    assert.equal(chunksOf('No. Yes. Oh my!')[0]!.sentenceEnds.length, 2);
  });
  it('speaks sentences of a comfortable length on their own', () => {
    assert.deepEqual(written(`${sentence(30)} E${sentence(30, 'e').slice(1)}`), [
      sentence(30),
      sentence(30, 'e'),
    ]);
  });
  it('joins a short last sentence with the one before', () => {
    assert.equal(written(`${sentence(30)} Oh.`).length, 1);
  });
  it('takes a quoted question inside a sentence for no end', () => {
    assert.deepEqual(chunksOf('“Really?” he asked.')[0]!.sentenceEnds, []);
  });
  it('splits a sentence that is too long after its last clause that fits', () => {
    const long = `${`${'a'.repeat(9)} `.repeat(40).trim()}; ${`${'e'.repeat(9)} `.repeat(40).trim()}.`;
    const [first, second] = chunksOf(long);
    assert.equal(first!.pieces.at(-1)!.symbols, ';');
    assert.equal(first!.after, 'clause');
    assert.equal(second!.pieces[0]!.symbols, 'eeeeeeeee');
  });
  it('prefers a comma to a word, a word to a cut', () => {
    const words = (letter: string) => `${letter.repeat(9)} `.repeat(40).trim();
    assert.equal(chunksOf(`${words('a')}, ${words('e')}.`)[0]!.pieces.at(-1)!.symbols, ',');
    assert.equal(chunksOf(`${words('a')} ${words('e')}.`)[0]!.after, 'word');
    assert.equal(chunksOf('a'.repeat(1200))[0]!.after, 'nothing');
  });
  it('keeps every word, in order, under the limit, whatever is written', () => {
    const word = fc.stringMatching(/^[a-z]{1,30}$/);
    const mark = fc.constantFrom(' ', ', ', '. ', '! ', '; ', ' — ', '… ', '? ');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, mark), { minLength: 1, maxLength: 300 }), (parts) => {
        const text = parts.flat().join('').trim();
        const chunks = chunksOf(text);
        for (const chunk of chunks) {
          assert.ok(chunk.tokens.length <= 510 && chunk.tokens.length > 0);
          assert.equal(chunk.owners.length, chunk.tokens.length);
        }
        const said = chunks.flatMap((chunk) => chunk.pieces.filter((piece) => piece.kind === 'word'));
        assert.equal(
          said.map((piece) => piece.symbols).join(''),
          text.replace(/[^a-z]/g, '').replaceAll('g', 'ɡ'),
        );
      }),
      { numRuns: 60 },
    );
  });
  it('loses nothing of one endless word', () => {
    assert.equal(written('b'.repeat(5000)).join('').length, 5000);
  });
});
