import { strict as assert } from 'node:assert';
import { isKokoroVoice, parseVoiceId } from '../../../../src/engine/narration/kokoro/voiceId.ts';

describe('parseVoiceId', () => {
  it('reads one voice', () => {
    assert.deepEqual(parseVoiceId('af_heart'), [{ id: 'af_heart', share: 1 }]);
  });
  it('reads a mix, its shares made to sum to one', () => {
    assert.deepEqual(parseVoiceId('af_heart:3 + bf_emma:1'), [
      { id: 'af_heart', share: 0.75 },
      { id: 'bf_emma', share: 0.25 },
    ]);
  });
  it('shares equally without weights', () => {
    assert.deepEqual(
      parseVoiceId('af_heart+bf_emma').map(({ share }) => share),
      [0.5, 0.5],
    );
  });
  for (const id of [
    'af_heart:0',
    'af_heart:-1',
    'af_heart:x',
    'af_heart:',
    'af_heart+',
    'af_heart+af_heart',
    'af_../x',
    'af_heart:1:2',
  ])
    it(`refuses ${id}, showing how a mix is written`, () => {
      assert.throws(() => parseVoiceId(id), /af_heart:0\.6\+bf_emma:0\.4/);
    });
  it('knows its voices from espeak’s', () => {
    assert.equal(isKokoroVoice('zf_xiaobei'), true);
    assert.equal(isKokoroVoice('af_heart:0.6+bf_emma:0.4'), true);
    assert.equal(isKokoroVoice('en-us'), false);
    assert.equal(isKokoroVoice('af'), false);
  });
});
