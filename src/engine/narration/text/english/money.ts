import type { Rule } from '../spoken.ts';
import { cardinal, decimal, plural } from './numbers.ts';

interface Currency {
  one: string;
  many: string;
  /** Hundredths, where people count them. */
  cent?: [one: string, many: string];
}

const cents: [string, string] = ['cent', 'cents'];
const currencies: Record<string, Currency> = {
  $: { one: 'dollar', many: 'dollars', cent: cents },
  US$: { one: 'US dollar', many: 'US dollars', cent: cents },
  A$: { one: 'Australian dollar', many: 'Australian dollars', cent: cents },
  C$: { one: 'Canadian dollar', many: 'Canadian dollars', cent: cents },
  '£': { one: 'pound', many: 'pounds', cent: ['penny', 'pence'] },
  '€': { one: 'euro', many: 'euros', cent: cents },
  '¥': { one: 'yen', many: 'yen' },
  '₹': { one: 'rupee', many: 'rupees' },
  '₽': { one: 'rouble', many: 'roubles' },
  '₩': { one: 'won', many: 'won' },
};
for (const [code, symbol] of [
  ['USD', 'US$'],
  ['EUR', '€'],
  ['GBP', '£'],
  ['JPY', '¥'],
])
  currencies[code!] = currencies[symbol!]!;

const scales: Record<string, string> = {
  k: 'thousand',
  m: 'million',
  mn: 'million',
  b: 'billion',
  bn: 'billion',
  t: 'trillion',
  tn: 'trillion',
};

const symbol = String.raw`(?:US|A|C)?\$|[£€¥₹₽₩]`;
const amount = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+`;
const scale = String.raw`(?:\s?(hundred|thousand|(?:[mb]|tr)illion)\b|\s?(k|mn?|bn?|tn?)\b)?`;
const minus = String.raw`(?<![\w\d])([-−])?`;

export const moneyRules: readonly Rule[] = [
  {
    // $5–10 million
    pattern: new RegExp(`(${symbol})(${amount})\\s?[-–]\\s?(?:${symbol})?(${amount})${scale}`, 'giu'),
    say: ([, sign, low, high, word, letter], { british }) => {
      const currency = currencies[sign!.toUpperCase()]!;
      const spoken = scaleWord(word, letter);
      return `${decimal(low!, british)} to ${decimal(high!, british)}${spoken} ${currency.many}`;
    },
  },
  {
    pattern: new RegExp(`${minus}(${symbol})\\s?(${amount})${scale}`, 'giu'),
    say: ([, sign, unit, number, word, letter], { british }) =>
      negative(sign) + price(currencies[unit!.toUpperCase()]!, number!, scaleWord(word, letter), british),
  },
  {
    pattern: new RegExp(`${minus}(${amount})${scale}\\s?(${symbol}|USD|EUR|GBP|JPY)(?![\\w\\d])`, 'gu'),
    say: ([, sign, number, word, letter, unit], { british }) =>
      negative(sign) + price(currencies[unit!]!, number!, scaleWord(word, letter), british),
  },
  {
    pattern: /(?<![\w.,])(\d+)\s?¢/g,
    say: ([, number], { british }) => count(number!, cents, british),
  },
  {
    pattern: /(?<![\w.,£$])(\d{1,2})p\b/g,
    say: ([, number], { british }) => (british ? count(number!, ['penny', 'pence'], true) : undefined),
  },
];

function price(currency: Currency, number: string, scaled: string, british: boolean): string {
  const [whole = '', hundredths] = number.replaceAll(',', '').split('.');
  if (scaled !== '') return `${decimal(number, british)}${scaled} ${currency.many}`;
  if (hundredths === undefined) return count(whole, [currency.one, currency.many], british);
  if (!currency.cent || hundredths.length > 2) return `${decimal(number, british)} ${currency.many}`;
  const small = count(hundredths.padEnd(2, '0'), currency.cent, british);
  if (Number(hundredths) === 0) return count(whole || '0', [currency.one, currency.many], british);
  if (Number(whole) === 0) return small;
  return `${count(whole, [currency.one, currency.many], british)} and ${small}`;
}

function count(digits: string, [one, many]: [string, string], british: boolean): string {
  return `${cardinal(digits, british)} ${Number(digits) === 1 ? one : many}`;
}

function scaleWord(word: string | undefined, letter: string | undefined): string {
  if (word !== undefined) return ` ${word.toLowerCase()}`;
  return letter === undefined ? '' : ` ${scales[letter.toLowerCase()]!}`;
}

function negative(sign: string | undefined): string {
  return sign === undefined ? '' : 'minus ';
}

/** "dollar" for "$", for other rules that meet a bare sign. */
export function currencyName(sign: string): string | undefined {
  const currency = currencies[sign];
  return currency && plural(currency.one);
}
