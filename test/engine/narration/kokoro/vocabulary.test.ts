import { strict as assert } from 'node:assert';
import { readVocabulary } from '../../../../src/engine/narration/kokoro/vocabulary.ts';
import { StoryFlowFailure } from '../../../../src/engine/failure.ts';
import { tinyVocabulary } from '../../../support/tinyKokoro.ts';

const config = JSON.stringify({ n_token: 178, vocab: tinyVocabulary });

describe('readVocabulary', () => {
  it('reads config.json and tokenizer.json alike', () => {
    const tokenizer = JSON.stringify({ model: { type: 'WordLevel', vocab: { $: 0, ...tinyVocabulary } } });
    const ids = ['h', 'ˈ', 'A'].map((symbol) => tinyVocabulary[symbol]);
    assert.deepEqual(readVocabulary(config, 'c').encode('hˈA'), ids);
    assert.deepEqual(readVocabulary(tokenizer, 't').encode('hˈA'), ids);
  });
  it('leaves unknown symbols out and never gives the padding', () => {
    assert.deepEqual(readVocabulary(config, 'c').encode('☃$h'), [tinyVocabulary['h']]);
  });
  it('writes a symbol that this model lacks with its relatives', () => {
    const { T: _, Q: __, ...older } = tinyVocabulary;
    const vocabulary = readVocabulary(JSON.stringify({ vocab: older }), 'c');
    assert.deepEqual(vocabulary.encode('T'), [older['ɾ']]);
    assert.deepEqual(vocabulary.encode('Q'), [older['ə'], older['ʊ']]);
  });
  for (const [what, text] of [
    ['no JSON', '{'],
    ['another JSON', '{"model_type":"style_text_to_speech_2"}'],
    ['a table of something else', '{"vocab":{"a":"b"}}'],
    ['two symbols of one id', JSON.stringify({ vocab: { ...tinyVocabulary, '%': 1 } })],
  ] as const)
    it(`refuses ${what}, naming the file and the way out`, () => {
      assert.throws(
        () => readVocabulary(text, '/m/config.json'),
        (error: unknown) =>
          error instanceof StoryFlowFailure &&
          error.message.includes('/m/config.json') &&
          error.message.includes('storyflow models'),
      );
    });
});
