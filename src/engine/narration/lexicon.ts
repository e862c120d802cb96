import type { TextSpan } from './words.ts';

/** A part of the text that the lexicon says otherwise. */
export interface Replacement extends TextSpan {
  /** The lexicon's key. */
  entry: string;
  /** What to say instead, spelled in the voice's own language… */
  say?: string;
  /** …or as IPA, without the slashes. */
  ipa?: string;
}

/**
 * Where the lexicon's words and phrases stand in a text, as whole words (in scripts without spaces, anywhere), in
 * order, never overlapping; longer entries win. An entry written in capitals somewhere (`Reading`, `US`) matches that spelling before the others.
 */
export function findReplacements(text: string, lexicon: Record<string, string>): Replacement[] {
  const entries = Object.keys(lexicon).filter((entry) => entry.trim() !== '');
  if (entries.length === 0) return [];
  const byLength = [...entries].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(byLength.map(wholeWord).join('|'), 'giu');
  return [...text.matchAll(pattern)].map((match) => {
    const found = match[0].replace(/\s+/g, ' ');
    const entry =
      byLength.find((candidate) => plain(candidate) === found) ??
      byLength.find((candidate) => plain(candidate).toLowerCase() === found.toLowerCase()) ??
      byLength.find((candidate) => new RegExp(`^${escape(candidate)}$`, 'iu').test(match[0]))!;
    const value = lexicon[entry]!.trim();
    const ipa = /^\/(.*)\/$/su.exec(value)?.[1];
    const range = { start: match.index, end: match.index + match[0].length, entry };
    return ipa === undefined ? { ...range, say: value } : { ...range, ipa: ipa.trim() };
  });
}

/** The entries that change how this text sounds: the others must not change its cache key. */
export function applyingEntries(text: string, lexicon: Record<string, string>): [string, string][] {
  const used = new Set(findReplacements(text, lexicon).map((replacement) => replacement.entry));
  return [...used].sort().map((entry) => [entry, lexicon[entry]!]);
}

/** Scripts that put no spaces between words: there an entry is found inside a run of letters. */
const unspaced =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const [unspacedStart, unspacedEnd] = [new RegExp(`^${unspaced}`, 'u'), new RegExp(`${unspaced}$`, 'u')];

function wholeWord(entry: string): string {
  const before = unspacedStart.test(plain(entry)) ? '' : '(?<![\\p{L}\\p{N}\\p{M}])';
  const after = unspacedEnd.test(plain(entry)) ? '' : '(?![\\p{L}\\p{N}\\p{M}])';
  return before + escape(entry) + after;
}

function plain(entry: string): string {
  return entry.trim().replace(/\s+/g, ' ');
}

function escape(entry: string): string {
  return plain(entry)
    .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    .replace(/ /g, '\\s+');
}
