const ones = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
  'seventeen eighteen nineteen',
]
  .join(' ')
  .split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const scales = [
  ' thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion',
  'decillion',
]
  .join(' ')
  .split(' ');
const irregularOrdinals: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** The longest number that is said as a number; longer ones are said digit by digit. */
const longestNumber = 36;

/** "1234" → "one thousand two hundred thirty-four" ("and thirty-four" in British English). Digits only. */
export function cardinal(digits: string, british = false): string {
  const plain = digits.replace(/^0+(?=\d)/, '');
  if (plain.length > longestNumber) return digitByDigit(digits);
  const groups = plain.padStart(Math.ceil(plain.length / 3) * 3, '0').match(/.{3}/g)!;
  const parts = groups.flatMap((group, index) => {
    const value = Number(group);
    if (value === 0) return [];
    const scale = scales[groups.length - 1 - index]!;
    const last = index === groups.length - 1;
    const and = british && last && value < 100 && groups.length > 1 ? 'and ' : '';
    return [`${and}${belowThousand(value, british)}${scale ? ` ${scale}` : ''}`];
  });
  return parts.length > 0 ? parts.join(' ') : 'zero';
}

function belowThousand(value: number, british: boolean): string {
  const hundreds = Math.floor(value / 100);
  const rest = value % 100;
  if (hundreds === 0) return belowHundred(rest);
  const head = `${ones[hundreds]!} hundred`;
  return rest === 0 ? head : `${head} ${british ? 'and ' : ''}${belowHundred(rest)}`;
}

function belowHundred(value: number): string {
  if (value < 20) return ones[value]!;
  const unit = value % 10;
  const ten = tens[Math.floor(value / 10) - 2]!;
  return unit === 0 ? ten : `${ten}-${ones[unit]!}`;
}

/** "21" → "twenty-first". */
export function ordinal(digits: string, british = false): string {
  const words = cardinal(digits, british);
  const at = Math.max(words.lastIndexOf(' '), words.lastIndexOf('-')) + 1;
  return words.slice(0, at) + ordinalWord(words.slice(at));
}

function ordinalWord(word: string): string {
  const irregular = irregularOrdinals[word];
  if (irregular !== undefined) return irregular;
  return word.endsWith('y') ? `${word.slice(0, -1)}ieth` : `${word}th`;
}

/** "1984" → "nineteen eighty-four"; "2005" → "two thousand five"; 1 to 4 digits. */
export function year(digits: string, british = false): string {
  const value = Number(digits);
  const century = Math.floor(value / 100);
  const rest = value % 100;
  if (value < 1000 || value % 1000 < 10 || value > 9999) return cardinal(digits, british);
  if (rest === 0) return `${belowHundred(century)} hundred`;
  return `${belowHundred(century)} ${rest < 10 ? `oh ${ones[rest]!}` : belowHundred(rest)}`;
}

/** "1990" → "nineteen nineties", "1900" → "nineteen hundreds". */
export function decade(digits: string): string {
  return plural(digits.length === 2 ? belowHundred(Number(digits)) : year(digits));
}

export function plural(words: string): string {
  if (/(?:s|x|ch|sh)$/.test(words)) return `${words}es`;
  return /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : `${words}s`;
}

/** "3.14" → "three point one four"; thousands separators are taken. */
export function decimal(number: string, british = false): string {
  const [whole = '', fraction] = number.replaceAll(',', '').split('.');
  const head = whole === '' ? 'zero' : cardinal(whole, british);
  return fraction === undefined ? head : `${head} point ${digitByDigit(fraction)}`;
}

/** "007" → "zero zero seven". */
export function digitByDigit(digits: string, zero = 'zero'): string {
  return [...digits.replace(/\D/g, '')].map((d) => (d === '0' ? zero : ones[Number(d)]!)).join(' ');
}

/** A telephone number or an account: zeros are "oh". */
export function phoneDigits(digits: string): string {
  return digitByDigit(digits, 'oh');
}

/** "3/4" → "three quarters". Undefined when nobody would say it so. */
export function fraction(numerator: string, denominator: string): string | undefined {
  const below = Number(denominator);
  const above = Number(numerator);
  if (below < 2 || below > 100 || above === 0) return undefined;
  const name = below === 2 ? 'half' : below === 4 ? 'quarter' : ordinal(denominator);
  const many = below === 2 ? 'halves' : plural(name);
  return `${cardinal(numerator)} ${above === 1 ? name : many}`;
}
