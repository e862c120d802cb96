import type { Rule } from '../spoken.ts';
import { digitByDigit } from './numbers.ts';

const topLevel = 'com|org|net|edu|gov|io|co|uk|us|eu|de|fr|it|es|in|ca|au|info|dev|app|ai|me|tv|ly|gg|xyz';
const marks: Record<string, string> = {
  '.': 'dot',
  '/': 'slash',
  '-': 'dash',
  _: 'underscore',
  '@': 'at',
  ':': 'colon',
  '?': 'question mark',
  '=': 'equals',
  '&': 'and',
  '#': 'hash',
  '%': 'percent',
  '+': 'plus',
  '~': 'tilde',
};

export const webRules: readonly Rule[] = [
  {
    pattern: /(?<![\w.@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
    say: ([address]) => readOut(address),
  },
  {
    pattern: /\bhttps?:\/\/[^\s<>"“”)\]]+[^\s<>"“”)\].,;:!?'’]/gi,
    say: ([url]) => readOut(url.replace(/^https?:\/\//i, '').replace(/\/$/, '')),
  },
  {
    pattern: new RegExp(
      `(?<![\\w@.-])(?:www\\.[\\w-]+(?:\\.[\\w-]+)+|(?:[\\w-]+\\.)+(?:${topLevel})(?![\\w.-]\\w|\\w))(?:/[^\\s<>"“”)\\]]*[^\\s<>"“”)\\].,;:!?'’/])?/?`,
      'gi',
    ),
    // "end.In" is a missing space, not an address
    say: ([url]) => (/\.[A-Z][a-z]/.test(url) ? undefined : readOut(url.replace(/\/$/, ''))),
  },
  {
    pattern: /(?<![\w&#])#(\p{L}[\p{L}\p{N}_]*)/gu,
    say: ([, tag]) => `hashtag ${words(tag!)}`,
  },
  {
    pattern: /(?<![\w.])@(\p{L}[\p{L}\p{N}_]*)/gu,
    say: ([, name]) => `at ${words(name!)}`,
  },
];

function readOut(address: string): string {
  const parts = address.match(/\p{L}+|\d+|[^\p{L}\d]/gu) ?? [];
  return parts
    .map((part) => {
      if (/^\d/.test(part)) return digitByDigit(part);
      if (part.toLowerCase() === 'www') return 'W W W';
      return /^\p{L}/u.test(part) ? part : (marks[part] ?? '');
    })
    .filter((part) => part !== '')
    .join(' ');
}

/** "ThrowbackThursday_2020" → "Throwback Thursday 2020" */
function words(tag: string): string {
  return tag
    .replaceAll('_', ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/\d+/g, (digits) => digitByDigit(digits));
}
