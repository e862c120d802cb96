import assert from 'node:assert/strict';
import { findReplacements } from '../../../../src/engine/narration/lexicon.ts';
import { planUtterances } from '../../../../src/engine/narration/espeak/utterances.ts';

function plan(text: string, lexicon: Record<string, string> = {}) {
  return planUtterances(text, 'en-US', 0.5, findReplacements(text, lexicon)).map(
    ({ start, end, voice, pause }) => [text.slice(start, end), voice, pause],
  );
}

describe('The utterances of a text', () => {
  it('are its sentences, with the writer’s pause between them and none at the end', () => {
    assert.deepEqual(plan('One. Two!\nThree'), [
      ['One.', undefined, 0.5],
      ['Two!', undefined, 0.5],
      ['Three', undefined, 0],
    ]);
  });

  it('change the voice with the script, after a breath', () => {
    assert.deepEqual(plan('Say 你好. Go.'), [
      ['Say ', undefined, 0.06],
      ['你好.', 'cmn', 0.5],
      ['Go.', undefined, 0],
    ]);
  });

  it('leave what the lexicon replaces to the story’s voice', () => {
    assert.deepEqual(plan('Say 你好.', { 你好: 'nee how' }), [['Say 你好.', undefined, 0]]);
  });

  it('stay short in a text without any sentence end', () => {
    for (const text of ['word '.repeat(2000), 'a'.repeat(10_000), '中'.repeat(10_000), '😀a'.repeat(3000)]) {
      const utterances = plan(text);
      assert.ok(utterances.length >= text.length / 320 - 1);
      for (const [part] of utterances) assert.ok((part as string).length <= 320);
    }
  });

  it('are none where nothing can be said', () => {
    assert.deepEqual(plan('— … 😀'), []);
  });
});
