import assert from 'node:assert/strict';
import { createEspeak } from '../../../../src/engine/narration/espeak/espeak.ts';
import type { SpeechRequest } from '../../../../src/engine/narration/narrator.ts';

const never = new AbortController().signal;

function request(text: string): SpeechRequest {
  return { text, voice: 'en', speed: 1, sentencePause: 0.3, lexicon: {} };
}

describe('The espeak thread', () => {
  const entry = new URL('../../../support/crashingEspeak.ts', import.meta.url);

  it('that dies fails what it was at, with the reason, and a new one does the rest', async () => {
    const espeak = createEspeak(entry);
    try {
      const say = (text: string) => espeak.speak(request(text), never);
      const results = await Promise.allSettled([
        say('fine'),
        say('crash'),
        say('good'),
        say('throw'),
        say('well'),
      ]);
      assert.deepEqual(
        results.map((result) => (result.status === 'rejected' ? (result.reason as Error).message : 'spoken')),
        [
          'spoken',
          'The built-in voice stopped unexpectedly (its thread ended with code 3). Try again.',
          'spoken',
          'The built-in voice stopped unexpectedly (out of memory). Try again.',
          'spoken',
        ],
      );
    } finally {
      await espeak.close();
    }
  });

  it('that is closed fails what was asked of it', async () => {
    const espeak = createEspeak(entry);
    await espeak.voices();
    const speaking = espeak.speak(request('fine'), never);
    const closed = assert.rejects(speaking, { code: 'CANCELLED' });
    await espeak.close();
    await closed;
    await assert.rejects(espeak.speak(request('fine'), never), { code: 'CANCELLED' });
  });
});
