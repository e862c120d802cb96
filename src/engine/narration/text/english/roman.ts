import type { Rule } from '../spoken.ts';
import { cardinal, ordinal } from './numbers.ts';

const numeral = '(M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))';
const values: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };

const numbered = [
  'chapter part act scene volume vol book section war phase type appendix title article level class figure',
  'table bowl canto stage unit lesson episode season verse room henry-part apollo gemini rocky mark world',
  'quarter step tier schedule annex song psalm symphony sonata opus',
]
  .join(' ')
  .split(' ')
  .join('|');
const rulers = [
  'Henry Louis Charles George Edward William James Elizabeth Mary Richard John Paul Pius Benedict Leo Gregory',
  'Napoleon Nicholas Alexander Catherine Peter Frederick Philip Ferdinand Otto Ramesses Ramses Ptolemy Innocent',
  'Clement Urban Xerxes Darius Wilhelm Haakon Olaf Christian Gustav Carlos Juan Pedro Ivan Malcolm Robert Francis',
  'Joseph Stephen Sixtus Cleopatra Margrethe Umberto Victor Leopold Albert Boniface Julius Eugene Adrian Antiochus',
  'Mehmed Murad Selim Pope King Queen',
]
  .join(' ')
  .split(' ')
  .join('|');

export const romanRules: readonly Rule[] = [
  {
    // Chapter IV, World War II
    pattern: new RegExp(`\\b(?:${numbered})\\s${numeral}\\b(?![’']|\\.\\w)`, 'dgi'),
    group: 1,
    say: ([, roman]) => (roman && roman === roman.toUpperCase() ? cardinal(value(roman)) : undefined),
  },
  {
    // Henry VIII; a lone "I" only where it cannot be the pronoun
    pattern: new RegExp(`\\b(?:${rulers})\\s${numeral}\\b(?!\\.\\w)`, 'dg'),
    group: 1,
    say: (match, { text }) => {
      const roman = match[1];
      if (!roman) return undefined;
      const after = text.slice(match.index + match[0].length);
      if (roman === 'I' && !/^(?:['’]s\b|\sof\b|[.;:)\]]|$)/.test(after)) return undefined;
      return `the ${ordinal(value(roman))}`;
    },
  },
  {
    // a numeral of its own, long enough to be nothing else
    pattern: new RegExp(`(?<![\\w.'’&])(?=[IVX]{2,})${numeral}(?![\\w'’&])`, 'g'),
    say: ([, roman]) => (roman && roman.length > 1 ? cardinal(value(roman)) : undefined),
  },
];

function value(roman: string): string {
  let total = 0;
  const digits = [...roman.toUpperCase()].map((letter) => values[letter]!);
  for (const [index, digit] of digits.entries()) total += digit < (digits[index + 1] ?? 0) ? -digit : digit;
  return String(total);
}
