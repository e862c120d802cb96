import type { Rule } from '../spoken.ts';
import { cardinal, decade, ordinal, year } from './numbers.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const days = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const monthName = `${months.join('|')}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?:\\.|\\b)`;
const day = String.raw`(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?`;
const yearDigits = String.raw`([1-9]\d{3})`;

export const dateRules: readonly Rule[] = [
  {
    // 2024-05-03
    pattern: /(?<![\w-])([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])/g,
    say: ([, y, m, d], { british }) => date(months[Number(m) - 1]!, d!, y, british),
  },
  {
    // 5/3/2024, 5.3.2024: month first in America, day first elsewhere
    pattern: /(?<![\w/.])(\d{1,2})([/.])(\d{1,2})\2([12]\d{3}|\d{2})(?![\w/]|\.\d)/g,
    say: ([, a, separator, b, y], { british }) => {
      const dayFirst = british || separator === '.' || Number(a) > 12;
      const [m, d] = dayFirst ? [Number(b), a!] : [Number(a), b!];
      if (m < 1 || m > 12 || Number(d) < 1 || Number(d) > 31) return undefined;
      return (
        date(months[m - 1]!, d, y!.length === 4 ? y : undefined, british) +
        (y!.length === 2 ? ` ${shortYear(y!)}` : '')
      );
    },
  },
  {
    // May 5th, 2024
    pattern: new RegExp(`\\b(${monthName})\\s${day}\\b(?!:|[.,]\\d)(?:,?\\s${yearDigits}\\b)?`, 'g'),
    say: ([, m, d, y], { british }) => date(fullMonth(m!), d!, y, british),
  },
  {
    // the 5th of May 2024, 5 May 2024
    pattern: new RegExp(`\\b(the\\s)?${day}\\s(of\\s)?(${monthName})(?:,?\\s${yearDigits}\\b)?`, 'gi'),
    say: ([whole, , d, of, m, y]) => {
      const name = fullMonth(m!);
      // "may" and "march" are verbs too.
      if (m !== name && !/^\p{Lu}/u.test(m!)) return undefined;
      const the = /^the\s/i.exec(whole)?.[0] ?? (of ? '' : 'the ');
      return `${the}${ordinal(d!)} of ${name}${y ? `, ${year(y)}` : ''}`;
    },
  },
  {
    // Jan. 2020, in Sept.
    pattern: /\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.(?=\s\d|\s[a-z]|,)/g,
    say: ([, m]) => fullMonth(m!),
  },
  {
    pattern: /\b(Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.(?=,?\s)/g,
    say: ([, name]) => days.find((full) => full.startsWith(name!)),
  },
  {
    // the 1990s, the '90s, the 90s
    pattern: /(?<![\w.,$£€])(1\d|20)(\d0)['’]?s\b/g,
    say: ([, century, tens]) => decade(century! + tens!),
  },
  {
    pattern: /(?<![\w.,$£€])['‘’]([1-9]0)s\b|(?<![\w.,$£€])([2-9]0)['’]?s\b/g,
    say: ([, short, plain]) => decade((short ?? plain)!),
  },
  {
    // class of '68
    pattern: /(?<![\w])['‘’](\d{2})\b(?!['’\d])/g,
    say: ([, digits]) => shortYear(digits!),
  },
  {
    pattern: /(?<![\w.,])([1-9]\d{0,3})\s?(AD|BC|BCE|CE|A\.D\.|B\.C\.)(?![\w])/g,
    say: ([, y, era]) => `${year(y!)} ${era!.replaceAll('.', '')}`,
  },
  {
    // 1914–1918, 1914–18
    pattern: /(?<![\w.,-])(1\d{3}|20\d{2})\s?[-–]\s?(1\d{3}|20\d{2}|\d{2})(?![\w-]|[.,]\d)/g,
    say: ([, from, to], { british }) => {
      const end = to!.length === 2 ? from!.slice(0, 2) + to! : to!;
      if (Number(end) <= Number(from)) return undefined;
      return `${year(from!, british)} to ${to!.length === 2 ? shortYear(to!) : year(to!, british)}`;
    },
  },
];

function date(month: string, dayDigits: string, yearText: string | undefined, british: boolean): string {
  const d = ordinal(dayDigits.replace(/\D/g, ''));
  const y = yearText === undefined ? '' : `, ${year(yearText, british)}`;
  return british ? `the ${d} of ${month}${y}` : `${month} ${d}${y}`;
}

function shortYear(digits: string): string {
  return digits.startsWith('0') ? `oh ${cardinal(digits.slice(1))}` : cardinal(digits);
}

function fullMonth(name: string): string {
  const start = name.replace('.', '').slice(0, 3).toLowerCase();
  return months.find((month) => month.toLowerCase().startsWith(start))!;
}
