import type { Rule } from '../spoken.ts';
import { cardinal, decimal } from './numbers.ts';

/** Symbol → name of one; the plural gets an s unless the table says otherwise. */
const names: Record<string, string> = {
  km: 'kilometer',
  m: 'meter',
  cm: 'centimeter',
  mm: 'millimeter',
  nm: 'nanometer',
  µm: 'micrometer',
  kg: 'kilogram',
  g: 'gram',
  mg: 'milligram',
  lb: 'pound',
  lbs: 'pound',
  oz: 'ounce',
  l: 'liter',
  L: 'liter',
  ml: 'milliliter',
  mL: 'milliliter',
  cl: 'centiliter',
  gal: 'gallon',
  qt: 'quart',
  ft: 'foot',
  yd: 'yard',
  yds: 'yard',
  mi: 'mile',
  s: 'second',
  sec: 'second',
  secs: 'second',
  ms: 'millisecond',
  min: 'minute',
  mins: 'minute',
  h: 'hour',
  hr: 'hour',
  hrs: 'hour',
  yr: 'year',
  yrs: 'year',
  wk: 'week',
  wks: 'week',
  Hz: 'hertz',
  kHz: 'kilohertz',
  MHz: 'megahertz',
  GHz: 'gigahertz',
  dB: 'decibel',
  KB: 'kilobyte',
  kB: 'kilobyte',
  MB: 'megabyte',
  GB: 'gigabyte',
  TB: 'terabyte',
  kbps: 'kilobit per second',
  Mbps: 'megabit per second',
  Gbps: 'gigabit per second',
  fps: 'frame per second',
  W: 'watt',
  kW: 'kilowatt',
  MW: 'megawatt',
  GW: 'gigawatt',
  kWh: 'kilowatt hour',
  V: 'volt',
  kV: 'kilovolt',
  mA: 'milliamp',
  kJ: 'kilojoule',
  kcal: 'kilocalorie',
  Pa: 'pascal',
  kPa: 'kilopascal',
  hPa: 'hectopascal',
  psi: 'pound per square inch',
  rpm: 'revolution per minute',
  mph: 'mile per hour',
  kph: 'kilometer per hour',
  kmh: 'kilometer per hour',
  'km/h': 'kilometer per hour',
  'm/s': 'meter per second',
  'ft/s': 'foot per second',
  px: 'pixel',
  dpi: 'dot per inch',
  'm²': 'square meter',
  m2: 'square meter',
  'km²': 'square kilometer',
  km2: 'square kilometer',
  'cm²': 'square centimeter',
  'm³': 'cubic meter',
  m3: 'cubic meter',
  'cm³': 'cubic centimeter',
  'sq ft': 'square foot',
  'sq. ft.': 'square foot',
  'sq mi': 'square mile',
  'cu ft': 'cubic foot',
};
const irregular: Record<string, string> = { foot: 'feet', hertz: 'hertz', kelvin: 'kelvin' };

const amount = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+`;
const units = Object.keys(names)
  .sort((a, b) => b.length - a.length)
  .map((unit) => unit.replace(/[.]/g, '\\.'))
  .join('|');
/** One-letter symbols are units only without a letter's own meaning: "5 m", but "the 5 s" are not seconds. */
const needsTouch = new Set(['V', 'W', 'L', 's', 'h', 'g']);

export const unitRules: readonly Rule[] = [
  {
    // 6'2", 5’11”
    pattern: /(?<![\w.])(\d{1,2})['’′]\s?(\d{1,2})(?:["”″]|'')/g,
    say: ([, feet, inches]) =>
      `${cardinal(feet!)} ${Number(feet) === 1 ? 'foot' : 'feet'} ${cardinal(inches!)}`,
  },
  {
    pattern: new RegExp(`(?<![\\w.,])([-−])?(${amount})\\s?°\\s?([CFK])?(?![\\w])`, 'gu'),
    say: ([, sign, number, scale], { british }) => {
      const degrees = number === '1' ? 'degree' : 'degrees';
      const kind = scale === undefined ? '' : ` ${{ C: 'Celsius', F: 'Fahrenheit', K: 'Kelvin' }[scale]!}`;
      return `${sign ? 'minus ' : ''}${decimal(number!, british)} ${degrees}${kind}`;
    },
  },
  {
    pattern: new RegExp(
      `(?<![\\w.,])([-−])?(${amount})(?:\\s?[-–]\\s?(${amount}))?\\s?(%|percent\\b|‰)`,
      'gu',
    ),
    say: ([, sign, low, high, unit], { british }) => {
      const range = high === undefined ? '' : ` to ${decimal(high, british)}`;
      const name = unit === '‰' ? 'per mille' : 'percent';
      return `${sign ? 'minus ' : ''}${decimal(low!, british)}${range} ${name}`;
    },
  },
  {
    // 1920×1080 px, 3 x 4 m
    pattern: new RegExp(
      `(?<![\\w.,])(${amount})\\s?[x×]\\s?(${amount})(?:\\s?(${units})(?![\\w²³]))?(?![\\w.,]\\d)`,
      'gu',
    ),
    say: ([, a, b, unit], { british }) =>
      `${decimal(a!, british)} by ${decimal(b!, british)}${unit === undefined ? '' : ` ${unitName(unit, true)}`}`,
  },
  {
    pattern: new RegExp(
      `(?<![\\w.,])([-−])?(${amount})(?:\\s?[-–]\\s?(${amount}))?(\\s|-)?(${units})(?![\\w²³/'’])`,
      'gu',
    ),
    say: ([whole, sign, low, high, gap, unit], { british }) => {
      if (gap !== undefined && needsTouch.has(unit!)) return undefined;
      if (gap === '-' && high === undefined && sign === undefined && !/\p{L}$/u.test(whole)) return undefined;
      const one = high === undefined && (Number(low) === 1 || gap === '-');
      const range = high === undefined ? '' : ` to ${decimal(high, british)}`;
      return `${sign ? 'minus ' : ''}${decimal(low!, british)}${range}${gap === '-' ? '-' : ' '}${unitName(unit!, !one)}`;
    },
  },
];

function unitName(unit: string, many: boolean): string {
  const name = names[unit]!;
  if (!many) return name;
  const [head, ...tail] = name.split(/ (?=per )/);
  const words = head!.split(' ');
  const last = words.pop()!;
  words.push(irregular[last] ?? `${last}s`);
  return [words.join(' '), ...tail].join(' ');
}
