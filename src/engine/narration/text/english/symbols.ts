import type { Rule } from '../spoken.ts';

/** Signs that are said as words. */
export const symbolRules: readonly Rule[] = [
  { pattern: /\s*&\s*/g, say: () => ' and ' },
  { pattern: /(?<=\s|^)@(?=\s)/g, say: () => 'at' },
  { pattern: /#(?=\d)/g, say: () => 'number ' },
  { pattern: /§§?\s?(?=\d)/g, say: () => 'section ' },
  { pattern: /(?<=[\w)]\s?)=(?=\s?[\w(])/g, say: () => ' equals ' },
  { pattern: /(?<=[\w)]\s?)[+](?=\s?[\w(])/g, say: () => ' plus ' },
  { pattern: /(?<=\d)\+(?!\w)/g, say: () => ' plus' },
  { pattern: /(?<=[\w)]\s?)×(?=\s?[\w(])/g, say: () => ' times ' },
  { pattern: /(?<=[\w)]\s?)÷(?=\s?[\w(])/g, say: () => ' divided by ' },
  { pattern: /(?<=\d\s?)−(?=\s?\d)/g, say: () => ' minus ' },
  { pattern: /[~≈](?=\s?[$£€\d])/g, say: () => 'about ' },
  { pattern: /≤/g, say: () => ' less than or equal to ' },
  { pattern: /≥/g, say: () => ' greater than or equal to ' },
  { pattern: /(?<=\w\s?)<(?=\s?\w)/g, say: () => ' less than ' },
  { pattern: /(?<=\w\s?)>(?=\s?\w)/g, say: () => ' greater than ' },
  { pattern: /\s?°/g, say: () => ' degrees' },
  { pattern: /%/g, say: () => ' percent' },
  { pattern: /(?<=\p{L})\/(?=\p{L})/gu, say: () => ' slash ' },
];
