import assert from 'node:assert/strict';
import { recordingKey, speechKey } from '../../../src/engine/narration/key.ts';

const segment = { text: 'A GIF of a cat.', voice: 'en-us', speed: 1 };
const settings = {
  loudness: -16,
  truePeak: -1.5,
  trimSilence: true,
  segmentPause: 0.6,
  sentencePause: 0.25,
  lexicon: { gif: 'jiff' } as Record<string, string>,
};
/** One setting changed at a time. */
const changes: Partial<typeof settings>[] = [
  { loudness: -18 },
  { truePeak: -2 },
  { trimSilence: false },
  { segmentPause: 0.7 },
  { sentencePause: 0.3 },
  { lexicon: { gif: 'giff' } },
  { lexicon: {} },
];
const key = speechKey(segment, settings, 'espeak 1');

describe('The name of a sound', () => {
  it('changes with everything that is heard', () => {
    const others = [
      speechKey({ ...segment, text: 'A GIF of a dog.' }, settings, 'espeak 1'),
      speechKey({ ...segment, voice: 'en-gb' }, settings, 'espeak 1'),
      speechKey({ ...segment, speed: 1.1 }, settings, 'espeak 1'),
      speechKey(segment, settings, 'espeak 2'),
      ...changes.map((change) => speechKey(segment, { ...settings, ...change }, 'espeak 1')),
    ];
    assert.equal(new Set([key, ...others]).size, others.length + 1);
  });

  it('does not change with lexicon entries for other texts', () => {
    assert.equal(speechKey(segment, { ...settings, lexicon: { gif: 'jiff', dog: 'x' } }, 'espeak 1'), key);
  });

  it('of a recording changes with its bytes and level, not with the voice', () => {
    const recording = recordingKey('text', 'abc', settings);
    assert.notEqual(recordingKey('text', 'abd', settings), recording);
    assert.notEqual(recordingKey('text', 'abc', { ...settings, loudness: -20 }), recording);
    const changed = { ...settings, sentencePause: 9 };
    assert.equal(recordingKey('text', 'abc', changed), recording);
  });
});
