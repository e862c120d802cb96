import type { Rule } from './spoken.ts';

/**
 * Punctuation as every language's speech wants it: one kind of dash, ellipsis, quote and bracket; marks that
 * nobody speaks (asterisks, bullets, pictures) give way to a space.
 */
export const typographyRules: readonly Rule[] = [
  { pattern: /\.{2,}|…(?:\.|…)*|(?:\.\s){2,}\./gu, say: () => '…' },
  { pattern: /([!?])[!?‽]+/g, say: ([run]) => (run.includes('?') ? '?' : '!') },
  { pattern: /‽/g, say: () => '?' },
  // A hyphen between spaces, or doubled, is a dash.
  { pattern: /(?<=\s)(?:--+|[-–—])(?=\s)|--+|—(?:\s*—)+/gu, say: () => '—' },
  { pattern: /–(?=\s|$)|(?<=\s)–|(?<=\p{L})–(?=\p{L})/gu, say: () => '—' },
  { pattern: /(?<=\p{L})[’ʼ`´](?=\p{L})/gu, say: () => "'" },
  { pattern: /[«„‟〝「『]/gu, say: () => '“' },
  { pattern: /[»〞」』]/gu, say: () => '”' },
  // Plain double quotes: opening after a space or bracket, closing otherwise.
  { pattern: /(?<=^|[\s([{—])"(?=\S)/gu, say: () => '“' },
  { pattern: /"|''/g, say: () => '”' },
  // Single quotes around words would be read as apostrophes.
  { pattern: /(?<=^|[\s([{—“])[‘’'](?=\p{L})(?!(?:tis|twas|em|cause|til|bout|round|n)\b)/giu, say: () => '' },
  { pattern: /(?<=[\p{L}\p{N}.,!?…])[’'](?=$|[\s.,;:!?)\]}—”…])(?<!(?:in|s)[’'])/giu, say: () => '' },
  { pattern: /[[{]/g, say: () => '(' },
  { pattern: /[\]}]/g, say: () => ')' },
  { pattern: /[*_~|\\^`•·●○■□▪▶►★☆†‡¶©®™\u200b-\u200f\u2060\ufeff]+/gu, say: () => ' ' },
  {
    pattern: /\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f]*/gu,
    say: () => ' ',
  },
];
