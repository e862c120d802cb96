import { abbreviationRules } from './english/abbreviations.ts';
import { dateRules } from './english/dates.ts';
import { figurePlurals, figureRules, phoneRules } from './english/figures.ts';
import { moneyRules } from './english/money.ts';
import { romanRules } from './english/roman.ts';
import { symbolRules } from './english/symbols.ts';
import { timeRules } from './english/times.ts';
import { unitRules } from './english/units.ts';
import { webRules } from './english/web.ts';
import { claim, rewrite, type Claim, type Spoken } from './spoken.ts';
import { typographyRules } from './typography.ts';

/** The most special reading first: a date is no range, a range is no two numbers. */
const english = [
  ...webRules,
  ...phoneRules,
  ...dateRules,
  ...timeRules,
  ...moneyRules,
  ...unitRules,
  figurePlurals,
  ...figureRules,
  ...abbreviationRules,
  ...romanRules,
  ...symbolRules,
  ...typographyRules,
];

/**
 * Writes a text as a reader would say it: numbers, dates, money, units and abbreviations in words (English), quotes
 * and dashes in one form (every language; espeak-ng itself knows the numbers of the others).
 *
 * @param language BCP 47; `en-gb` reads dates day first and says "hundred and one".
 * @param claims what is settled already, by the writer's lexicon: it wins over every rule.
 */
export function normalize(text: string, language: string, claims: readonly Claim[] = []): Spoken {
  const context = { text, british: /^en-(?:gb|au|nz|ie|za|in)/i.test(language) };
  const rules = /^en\b/i.test(language) ? english : typographyRules;
  return rewrite(text, claim(context, rules, claims));
}
