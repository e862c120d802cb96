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
 * order, never overlapping; longer entries win. An entry written in capitals somewhere (`Reading`, `US`) matches that
 * spelling before the others. Takes time by the length of the text, however many entries there are.
 */
export function findReplacements(text: string, lexicon: Lexicon): Replacement[] {
  const tree = treeOf(lexicon);
  if (tree.words.next.size + tree.unspaced.next.size === 0) return [];
  const found: Replacement[] = [];
  let at = 0;
  while (at < text.length) {
    const match = firstAt(tree, text, at);
    if (match) found.push(replacement(at, match, lexicon));
    at = match?.end ?? at + characterAt(text, at).length;
  }
  return found;
}

function replacement(start: number, { end, entry }: Match, lexicon: Lexicon): Replacement {
  const value = lexicon[entry]!.trim();
  const ipa = /^\/(.*)\/$/su.exec(value)?.[1];
  const range = { start, end, entry };
  return ipa === undefined ? { ...range, say: value } : { ...range, ipa: ipa.trim() };
}

/** The entries that change how this text sounds: the others must not change its cache key. */
export function applyingEntries(text: string, lexicon: Lexicon): [string, string][] {
  const used = new Set(findReplacements(text, lexicon).map((replacement) => replacement.entry));
  return [...used].sort().map((entry) => [entry, lexicon[entry]!]);
}

type Lexicon = Readonly<Record<string, string>>;

interface Match {
  end: number;
  entry: string;
  rank: number;
}

/** Entries by their characters: capitals like small letters, any white space like a space. */
interface Branch {
  next: Map<string, Branch>;
  /** Those that end here. Of several matches that of the lowest rank counts: the longest entry, else the first. */
  entries: { entry: string; rank: number }[];
}

interface Tree {
  /** Entries that begin where a word begins. */
  words: Branch;
  /** Entries in scripts without spaces between words, which begin anywhere. */
  unspaced: Branch;
}

/** The segments of a story share one lexicon. */
const trees = new WeakMap<Lexicon, Tree>();

function treeOf(lexicon: Lexicon): Tree {
  const known = trees.get(lexicon);
  if (known) return known;
  const tree: Tree = { words: newBranch(), unspaced: newBranch() };
  const byLength = Object.keys(lexicon).sort((a, b) => b.length - a.length);
  for (const [rank, entry] of byLength.entries()) {
    let branch = unspacedStart.test(plain(entry)) ? tree.unspaced : tree.words;
    for (const character of plain(entry)) {
      const next = branch.next.get(folded(character)) ?? newBranch();
      branch.next.set(folded(character), next);
      branch = next;
    }
    branch.entries.push({ entry, rank });
  }
  trees.set(lexicon, tree);
  return tree;
}

function newBranch(): Branch {
  return { next: new Map(), entries: [] };
}

function firstAt({ words, unspaced }: Tree, text: string, at: number): Match | undefined {
  const inside = at > 0 && wordEnd.test(text.slice(Math.max(0, at - 2), at));
  const matches = [...(inside ? [] : matchesAt(words, text, at)), ...matchesAt(unspaced, text, at)];
  return matches.reduce<Match | undefined>(
    (best, each) => (best && best.rank < each.rank ? best : each),
    undefined,
  );
}

function matchesAt(root: Branch, text: string, start: number): Match[] {
  const matches: Match[] = [];
  let branch: Branch | undefined = root;
  let end = start;
  while (end < text.length) {
    const character = characterAt(text, end);
    branch = branch.next.get(folded(character));
    if (!branch) break;
    end += character.length;
    if (/\s/.test(character)) while (end < text.length && /\s/.test(text[end]!)) end++;
    const chosen = spelledAs(text.slice(start, end), branch.entries);
    if (chosen && (unspacedEnd.test(plain(chosen.entry)) || !wordStart.test(characterAt(text, end))))
      matches.push({ end, ...chosen });
  }
  return matches;
}

/** The entry that is written exactly so, else but for capitals, else the first that Unicode takes for the same. */
function spelledAs(found: string, entries: Branch['entries']): Branch['entries'][number] | undefined {
  if (entries.length === 0) return undefined;
  const tidy = plain(found);
  return (
    entries.find(({ entry }) => plain(entry) === tidy) ??
    entries.find(({ entry }) => plain(entry).toLowerCase() === tidy.toLowerCase()) ??
    entries.find(({ entry }) => new RegExp(`^${escape(entry)}$`, 'iu').test(tidy))
  );
}

const wordEnd = /[\p{L}\p{N}\p{M}]$/u;
const wordStart = /^[\p{L}\p{N}\p{M}]/u;

function characterAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : '';
}

/** The same for characters that differ in case only (and for a few more: `spelledAs` tells them apart). */
function folded(character: string): string {
  return /\s/.test(character) ? ' ' : character.toLowerCase().toUpperCase();
}

/** Scripts that put no spaces between words: there an entry is found inside a run of letters. */
const unspaced =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const [unspacedStart, unspacedEnd] = [new RegExp(`^${unspaced}`, 'u'), new RegExp(`${unspaced}$`, 'u')];

function plain(entry: string): string {
  return entry.trim().replace(/\s+/g, ' ');
}

function escape(entry: string): string {
  return plain(entry).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
