import type { Rule } from '../spoken.ts';
import { cardinal, decimal, digitByDigit, fraction, ordinal, phoneDigits, plural, year } from './numbers.ts';

/** Figures that no more special rule took: phone numbers, ordinals, fractions, ranges, years, plain numbers. */
const grouped = String.raw`\d{1,3}(?:,\d{3})+`;
const vulgar: Record<string, string> = {
  '½': 'one half',
  '⅓': 'one third',
  '⅔': 'two thirds',
  '¼': 'one quarter',
  '¾': 'three quarters',
  '⅕': 'one fifth',
  '⅖': 'two fifths',
  '⅗': 'three fifths',
  '⅘': 'four fifths',
  '⅙': 'one sixth',
  '⅚': 'five sixths',
  '⅛': 'one eighth',
  '⅜': 'three eighths',
  '⅝': 'five eighths',
  '⅞': 'seven eighths',
};
const superscripts: Record<string, string> = { '²': 'squared', '³': 'cubed' };
/** Fixed expressions that look like something else. */
const sayings: Record<string, string> = {
  '24/7': 'twenty-four seven',
  '9/11': 'nine eleven',
  '50/50': 'fifty-fifty',
  '20/20': 'twenty twenty',
};

export const phoneRules: readonly Rule[] = [
  {
    // +44 20 7946 0958, +1 (555) 123-4567
    pattern: /(?<![\w+])\+(\d{1,3})((?:[\s.-]?\(?\d{1,4}\)?){2,6})(?![\w])/g,
    say: ([, country, rest]) => `plus ${phoneGroups(country!)}, ${phoneGroups(rest!)}`,
  },
  {
    // (555) 123-4567, 555-123-4567, 1-800-555-0199
    pattern: /(?<![\w-])(?:(1)[\s.-])?(?:\((\d{3})\)\s?|(\d{3})[-.])(\d{3})[-.\s](\d{4})(?![\w-])/g,
    say: ([, one, area, plain, exchange, line]) =>
      [one, area ?? plain, exchange, line]
        .filter((part) => part !== undefined)
        .map(phoneDigits)
        .join(', '),
  },
  {
    pattern: /(?<![\w-$£€.,])(\d{3})-(\d{4})(?![\w-])/g,
    say: ([, exchange, line]) => `${phoneDigits(exchange!)}, ${phoneDigits(line!)}`,
  },
];

export const figureRules: readonly Rule[] = [
  {
    pattern: /(?<![\w./])(?:24\/7|9\/11|50\/50|20\/20)(?![\w/])/g,
    say: ([whole]) => sayings[whole],
  },
  {
    // 1st, 2nd, 1,000th
    pattern: new RegExp(`(?<![\\w.,])(${grouped}|\\d+)(?:st|nd|rd|th)\\b`, 'gi'),
    say: ([, digits], { british }) => ordinal(digits!.replaceAll(',', ''), british),
  },
  {
    // 2 1/2, 2½
    pattern: /(?<![\w.,/])(\d+)(?:\s(\d{1,2})\/(\d{1,2})(?![\w/])|\s?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]))/gu,
    say: ([, whole, above, below, sign], { british }) => {
      const part = sign === undefined ? fraction(above!, below!) : vulgar[sign];
      return (
        part &&
        `${cardinal(whole!, british)} and ${part.replace(/^one half$/, 'a half').replace(/^one quarter$/, 'a quarter')}`
      );
    },
  },
  { pattern: /[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]/gu, say: ([sign]) => vulgar[sign] },
  {
    pattern: /(?<![\w./,])(\d{1,2})\/(\d{1,3})(?![\w/]|\.\d)/g,
    say: ([, above, below]) => fraction(above!, below!) ?? `${cardinal(above!)} over ${cardinal(below!)}`,
  },
  {
    // 1.2.3, 192.168.0.1
    pattern: /(?<![\w.])(v(?:ersion\s)?)?(\d+(?:\.\d+){2,})(?!\w|\.\d)/gi,
    say: ([, version, digits]) =>
      (version ? 'version ' : '') +
      digits!
        .split('.')
        .map((part) => cardinal(part))
        .join(' point '),
  },
  {
    // 10–20, 3-4, 5:1
    pattern: new RegExp(
      `(?<![\\w.,/-])(${grouped}|\\d+(?:\\.\\d+)?)\\s?([-–])\\s?(${grouped}|\\d+(?:\\.\\d+)?)(?![\\w/-]|[.,]\\d)`,
      'g',
    ),
    say: ([, low, , high], { british }) => `${number(low!, british)} to ${number(high!, british)}`,
  },
  {
    pattern: /(?<![\w.:])(\d{1,3}):(\d{1,3})(?![\w:])/g,
    say: ([, a, b]) => `${cardinal(a!)} to ${cardinal(b!)}`,
  },
  {
    // the hyphen of "COVID-19" is no minus
    pattern: new RegExp(`(?<![\\w.,)]|\\w\\s)([-−+±])(${grouped}(?:\\.\\d+)?|\\d*\\.?\\d+)(?![\\w])`, 'gu'),
    say: ([, sign, digits], { british }) =>
      `${{ '+': 'plus', '±': 'plus or minus' }[sign!] ?? 'minus'} ${decimal(digits!, british)}`,
  },
  {
    pattern: new RegExp(
      `(?<![\\w])(${grouped}(?:\\.\\d+)?|\\d+\\.\\d+|(?<![.\\d])\\.\\d+)(?![\\w]|[.,]\\d)`,
      'g',
    ),
    say: ([, digits], { british }) => decimal(digits!, british),
  },
  {
    pattern: /([²³])/gu,
    say: ([sign]) => ` ${superscripts[sign]!}`,
  },
  {
    // 3x faster
    pattern: /(?<![\w.])(\d+)[x×](?=\s|[,.;!?]|$)/g,
    say: ([, digits]) => `${cardinal(digits!)} times`,
  },
  {
    // MP3, 4K, B2B, COVID-19: figures and letters are said apart
    pattern: /(?<=\p{L}-?)(\d+)|(?<!\d)(\d+)(?=\p{L})/gu,
    say: ([digits]) => (digits.length > 4 ? digitByDigit(digits) : letterFigure(digits)),
  },
  {
    pattern: /(?<![\w])(\d+)(?![\w])/g,
    say: ([, digits], { british }) => number(digits!, british),
  },
  { pattern: /\d+/g, say: ([digits]) => cardinal(digits) },
];

function phoneGroups(text: string): string {
  return (text.match(/\d+/g) ?? []).map(phoneDigits).join(', ');
}

function letterFigure(digits: string): string {
  return digits.length > 1 && digits.startsWith('0') ? phoneDigits(digits) : number(digits, false);
}

/** Four figures without a comma are mostly years; a leading zero means a code, not a quantity. */
function number(digits: string, british: boolean): string {
  if (digits.includes(',') || digits.includes('.')) return decimal(digits, british);
  if (digits.length > 1 && digits.startsWith('0')) return digitByDigit(digits);
  if (/^(?:1[1-9]|20)\d\d$|^10[1-9]\d$/.test(digits)) return year(digits, british);
  return cardinal(digits, british);
}

/** "two 747s", "in their 30s" */
export const figurePlurals: Rule = {
  pattern: /(?<![\w.,$£€])(\d+)['’]?s\b/g,
  say: ([, digits]) => plural(number(digits!, false)),
};
