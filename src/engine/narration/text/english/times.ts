import type { Rule } from '../spoken.ts';
import { cardinal } from './numbers.ts';

const half = String.raw`(?:\s?([apAP])(?:\.\s?[mM]\.(?=\s+[a-z,;]|[,;:)?!])|\.\s?[mM](?=\.)|[mM]\b))`;

export const timeRules: readonly Rule[] = [
  {
    // 3:05 p.m., 10:30
    pattern: new RegExp(`(?<![\\d:.])([01]?\\d|2[0-4]):([0-5]\\d)(?::([0-5]\\d))?(?![\\d:])${half}?`, 'g'),
    say: ([, hour, minute, second, meridiem]) => {
      const seconds = second === undefined ? '' : ` and ${counted(second, 'second')}`;
      return clock(Number(hour), minute!, meridiem) + seconds;
    },
  },
  {
    // 7pm, 7 p.m.
    pattern: new RegExp(`(?<![\\d:.,])(1[0-2]|0?[1-9])${half}`, 'g'),
    say: ([, hour, meridiem]) => `${cardinal(hour!)} ${letters(meridiem!)}`,
  },
  {
    pattern: /(?<!\w)([ap])\.m\.(?=\s+[a-z,;]|[,;:)])|(?<!\w)([ap])\.m(?=\.)/g,
    say: ([, a, b]) => letters((a ?? b)!),
  },
];

function clock(hour: number, minute: string, meridiem: string | undefined): string {
  const hours = cardinal(String(hour));
  const tail = meridiem === undefined ? '' : ` ${letters(meridiem)}`;
  if (minute !== '00') {
    const minutes = minute.startsWith('0') ? `oh ${cardinal(minute)}` : cardinal(minute);
    return `${hours} ${minutes}${tail}`;
  }
  if (meridiem !== undefined) return hours + tail;
  return hour === 0 || hour > 12 ? `${hours} hundred` : `${hours} o'clock`;
}

/** Spaced capitals are spelled, and never confused with the words "am" and "a". */
function letters(meridiem: string): string {
  return `${meridiem.toUpperCase()} M`;
}

function counted(digits: string, unit: string): string {
  return `${cardinal(digits)} ${unit}${Number(digits) === 1 ? '' : 's'}`;
}
