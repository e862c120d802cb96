import * as fc from 'fast-check';
import { isSpeakable } from '../../src/engine/narration/words.ts';

const words = [
  ...['the', 'of', 'Dr.', 'U.S.A.', 'naïve', 'e-mail', 'I’m', 'C++', 'A/B', 'a.m.', 'x'.repeat(90)],
  ...['1984', '$12.50', '3,000,000.5', '-5°C', 'XIV', '22nd', '10:30pm', '2020-01-02', '½', '²', '٣', '５'],
  ...['你好', 'مرحبا', 'Привет', 'नमस्ते', 'α', 'ß', 'e\u0301', 'ﬁ'],
  ...['www.example.com/a?b=c', 'a@b.co', '12kg', 'km/h', '10-20', '50%', '#1'],
  ...['😀', '&', '<b>', '[[x]]', '\0', '\ud83d', '\u200b', '—', '…', '“quoted”', '(aside)', '*'],
];

/** Texts that have something to say, of everything that has ever made a voice stumble. */
export const anyText = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', '. ', ', ', '! ', '\n', '', '—')), {
    minLength: 1,
    maxLength: 15,
  })
  .map((parts) => parts.flat().join(''))
  .filter(isSpeakable);
