import { strict as assert } from 'node:assert';
import type { AbsentVoice, ListedVoice } from '../../../src/engine/protocol.ts';
import { describeVoice, groupVoices, lackOf } from '../../../src/extension/voices/groups.ts';

const kokoro = (id: string, language: string, quality: string): ListedVoice => ({
  id,
  engine: 'kokoro',
  name: id.slice(3),
  language,
  gender: id[1] === 'f' ? 'female' : 'male',
  quality,
});
const espeak = (id: string, name: string): ListedVoice => ({ id, engine: 'espeak', name, language: id });
const absent = (voice: ListedVoice, lacks: AbsentVoice['lacks']): AbsentVoice => ({ ...voice, lacks });

const voices = [
  espeak('de', 'German'),
  espeak('en-us', 'English (America)'),
  espeak('fr', 'French'),
  kokoro('am_adam', 'en-US', 'F+'),
  kokoro('af_bella', 'en-US', 'A-'),
  kokoro('bf_emma', 'en-GB', 'B-'),
  kokoro('af_heart', 'en-US', 'A'),
];
const missing = [
  absent(kokoro('jf_alpha', 'ja', 'C+'), 'phonemizer'),
  absent(kokoro('ff_siwis', 'fr', 'B-'), 'voice'),
];

describe('The groups of voices', () => {
  const groups = (language: string) =>
    groupVoices({ voices, absent: missing, natural: { state: 'installed' } }, language).map(
      (group) => `${group.heading}: ${group.voices.map(({ id }) => id).join(' ')}`,
    );

  it('begin with natural voices in the story’s language, women and men, the best first', () => {
    assert.deepEqual(groups('en-US'), [
      'Natural · American English: af_heart af_bella am_adam',
      'Natural · British English: bf_emma',
      'Natural · French: ff_siwis',
      'Built-in · English: en-us',
      'Built-in · other languages: fr de',
      'Natural · cannot speak yet: jf_alpha',
    ]);
  });

  it('follow the story’s language', () => {
    assert.equal(groups('fr')[0], 'Natural · French: ff_siwis');
    assert.ok(groups('fr').includes('Built-in · French: fr'));
  });

  it('describe a voice in words, and what an absent one waits for', () => {
    assert.equal(describeVoice(voices[6]!), 'American English · female · quality A');
    assert.equal(describeVoice(espeak('en-gb-x-gbclan', 'Lancaster')), 'en-gb-x-gbclan');
    assert.match(lackOf(missing[0]!), /no phonemizer for Japanese/);
    assert.match(lackOf(missing[1]!), /choose it to download/);
  });
});
