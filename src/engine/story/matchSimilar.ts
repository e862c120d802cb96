import { headAndTail } from './anchor.ts';
import type { AnchoredEntry, ComparedParagraph, Matching } from './alignSegments.ts';

/** Below this share of common words two texts are different paragraphs. */
const enough = 0.5;
/** A paragraph that was gone must be nearly itself to come back: a new one on the same theme is not it. */
const enoughWhenDetached = 0.85;
/** One word in common means nothing unless it is all there is. */
const leastCommon = 3;
/** Words that stand in more of the open paragraphs than this say nothing about which one is meant. */
const tooCommon = 40;
const candidatesKept = 8;

interface Candidate {
  entry: number;
  paragraph: number;
  score: number;
  distance: number;
}

/**
 * Pairs the entries and paragraphs that are left by their common words, rare words counting more. The score is the
 * weight of the common words over the weight of the shorter text, so that it stays high when a paragraph is extended,
 * split or merged. Best pairs first; ties go to the nearest place. An inverted index keeps this near linear.
 */
export function matchSimilar(
  entries: readonly AnchoredEntry[],
  paragraphs: readonly ComparedParagraph[],
  match: Matching,
): void {
  const open = paragraphs.map((_, index) => index).filter((index) => match.entryOf[index] === undefined);
  const waiting = entries
    .map((_, index) => index)
    .filter((index) => match.paragraphOf[index] === undefined && entries[index]!.text !== undefined);
  if (open.length === 0 || waiting.length === 0) return;

  const wordsOf = new Map(open.map((paragraph) => [paragraph, features(paragraphs[paragraph]!.text)]));
  const index = new Map<string, number[]>();
  for (const [paragraph, words] of wordsOf)
    for (const word of words) {
      const holders = index.get(word);
      if (holders) holders.push(paragraph);
      else index.set(word, [paragraph]);
    }
  const weight = (word: string): number => 1 / (index.get(word)?.length ?? 1);
  const expected = expectedPlaces(entries.length, match);
  const sums = new Map<number, number>();
  const weightOf = (paragraph: number): number => {
    const known = sums.get(paragraph) ?? sum(wordsOf.get(paragraph)!, weight);
    sums.set(paragraph, known);
    return known;
  };

  const candidates = waiting.flatMap((entry) => {
    const { head, tail } = headAndTail(entries[entry]!.text!);
    const words = new Set([...features(head), ...features(tail)]);
    const least = entries[entry]!.detached ? enoughWhenDetached : enough;
    const found = candidatesOf(entry, words, { index, wordsOf, weight, weightOf }, expected[entry]!);
    return found.filter(({ score }) => score >= least);
  });
  candidates.sort(
    (a, b) => b.score - a.score || a.distance - b.distance || a.entry - b.entry || a.paragraph - b.paragraph,
  );
  for (const { entry, paragraph } of candidates)
    if (match.paragraphOf[entry] === undefined && match.entryOf[paragraph] === undefined)
      match.pair(entry, paragraph);
}

/** The open paragraphs by their words. */
interface OpenParagraphs {
  index: ReadonlyMap<string, number[]>;
  wordsOf: ReadonlyMap<number, ReadonlySet<string>>;
  weight: (word: string) => number;
  /** Of all the words of a paragraph. */
  weightOf: (paragraph: number) => number;
}

function candidatesOf(
  entry: number,
  words: ReadonlySet<string>,
  { index, wordsOf, weight, weightOf }: OpenParagraphs,
  expected: number,
): Candidate[] {
  const common = new Map<number, { weight: number; count: number }>();
  for (const word of words) {
    const holders = index.get(word);
    if (!holders || holders.length > tooCommon) continue;
    for (const paragraph of holders) {
      const so = common.get(paragraph) ?? { weight: 0, count: 0 };
      common.set(paragraph, { weight: so.weight + weight(word), count: so.count + 1 });
    }
  }
  const all: Candidate[] = [];
  const own = sum(words, weight);
  for (const [paragraph, shared] of common) {
    const others = wordsOf.get(paragraph)!;
    const score = shared.weight / Math.min(own, weightOf(paragraph));
    const needed = Math.min(leastCommon, Math.max(words.size, others.size));
    if (score >= enough && shared.count >= needed)
      all.push({ entry, paragraph, score, distance: Math.abs(paragraph - expected) });
  }
  return all.sort((a, b) => b.score - a.score || a.distance - b.distance).slice(0, candidatesKept);
}

/** Where each entry's paragraph would stand if nothing had moved: after its nearest matched predecessor. */
function expectedPlaces(entries: number, match: Matching): number[] {
  let next = 0;
  return Array.from({ length: entries }, (_, entry) => {
    const expected = next;
    next = (match.paragraphOf[entry] ?? expected) + 1;
    return expected;
  });
}

/** Words, or pairs of characters for scripts without spaces. */
function features(text: string): Set<string> {
  const found = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word)) found.add(word);
    else for (let at = 0; at + 1 < Math.max(word.length, 2); at++) found.add(word.slice(at, at + 2));
  }
  return found;
}

function sum(words: ReadonlySet<string>, weight: (word: string) => number): number {
  let total = 0;
  for (const word of words) total += weight(word);
  return total;
}
