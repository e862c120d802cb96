import { fingerprint, hashOfId, headAndTail, plainOf } from './anchor.ts';
import { matchSimilar } from './matchSimilar.ts';

/** What a sidecar entry says about the paragraph that it belongs to. */
export interface AnchoredEntry {
  id?: string | undefined;
  text?: string | undefined;
  hash?: string | undefined;
  detached?: boolean | undefined;
}

/**
 * Finds the paragraph of every sidecar entry after the story was edited: `result[entry]` is a paragraph's index or
 * undefined; no paragraph is given twice. From sure to likely:
 *
 * 1. the same text, wherever it stands now (equal texts: first where the neighbours agree, then in order; this is
 *    Heckel's difference algorithm, CACM 21:4, 1978, which follows moves);
 * 2. the same first and last words;
 * 3. an entry that has no text: by its id, or the paragraph after the previous entry's;
 * 4. the most similar words (edited, split and merged paragraphs);
 * 5. rewritten in place: as many entries as paragraphs left between the same neighbours.
 *
 * So every paragraph that was not touched keeps its entry, whatever happened to the others.
 */
export function alignSegments(
  entries: readonly AnchoredEntry[],
  texts: readonly string[],
): (number | undefined)[] {
  const paragraphs = texts.map((text) => ({ text: plainOf(text), key: fingerprint(text) }));
  const match = newMatching(entries.length, texts.length);
  const keys = entryKeys(entries, new Set(paragraphs.map(({ key }) => key)));
  // Entries in use come before detached ones of the same text.
  for (const detached of [false, true]) {
    const now = entries.map((entry) => (entry.detached ?? false) === detached);
    matchEqual(
      keys.map((key, index) => (now[index] ? key : undefined)),
      paragraphs,
      match,
    );
    matchExcerpts(
      entries.map((entry, index) => (now[index] ? entry.text : undefined)),
      paragraphs,
      match,
    );
  }
  matchBlank(entries, paragraphs, match);
  matchSimilar(entries, paragraphs, match);
  matchInPlace(entries, match);
  return match.paragraphOf;
}

export interface Matching {
  paragraphOf: (number | undefined)[];
  entryOf: (number | undefined)[];
  pair(entry: number, paragraph: number): void;
}

export interface ComparedParagraph {
  text: string;
  key: string;
}

function newMatching(entries: number, paragraphs: number): Matching {
  const paragraphOf = new Array<number | undefined>(entries).fill(undefined);
  const entryOf = new Array<number | undefined>(paragraphs).fill(undefined);
  return {
    paragraphOf,
    entryOf,
    pair(entry, paragraph) {
      paragraphOf[entry] = paragraph;
      entryOf[paragraph] = entry;
    },
  };
}

/** An entry without `hash` has that of its text or, where its text is an excerpt, the one inside its id. */
function entryKeys(entries: readonly AnchoredEntry[], present: ReadonlySet<string>): (string | undefined)[] {
  return entries.map(({ id, text, hash }) => {
    if (hash !== undefined) return hash;
    if (text === undefined) return undefined;
    const whole = fingerprint(text);
    return present.has(whole) || !text.includes('…') ? whole : hashOfId(id);
  });
}

function matchEqual(
  keys: readonly (string | undefined)[],
  paragraphs: readonly ComparedParagraph[],
  match: Matching,
): void {
  const entriesBy = groupBy(keys);
  const paragraphsBy = groupBy(
    paragraphs.map(({ key }, index) => (match.entryOf[index] === undefined ? key : undefined)),
  );
  for (const [key, [entry, ...more]] of entriesBy) {
    const found = paragraphsBy.get(key);
    if (entry !== undefined && more.length === 0 && found?.length === 1) match.pair(entry, found[0]!);
  }
  const pairIfEqual = (entry: number, paragraph: number): void => {
    const key = keys[entry];
    if (key === undefined || key !== paragraphs[paragraph]?.key) return;
    if (match.paragraphOf[entry] === undefined && match.entryOf[paragraph] === undefined)
      match.pair(entry, paragraph);
  };
  // Equal texts: spread from neighbours that are sure, down and then up; the story's ends count as sure.
  pairIfEqual(0, 0);
  for (let entry = 0; entry < keys.length - 1; entry++) {
    const paragraph = match.paragraphOf[entry];
    if (paragraph !== undefined) pairIfEqual(entry + 1, paragraph + 1);
  }
  pairIfEqual(keys.length - 1, paragraphs.length - 1);
  for (let entry = keys.length - 1; entry > 0; entry--) {
    const paragraph = match.paragraphOf[entry];
    if (paragraph !== undefined) pairIfEqual(entry - 1, paragraph - 1);
  }
  for (const [key, group] of entriesBy) {
    const free = (paragraphsBy.get(key) ?? []).filter((paragraph) => match.entryOf[paragraph] === undefined);
    const waiting = group.filter((entry) => match.paragraphOf[entry] === undefined);
    waiting.slice(0, free.length).forEach((entry, index) => match.pair(entry, free[index]!));
  }
}

function groupBy(keys: readonly (string | undefined)[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  keys.forEach((key, index) => {
    if (key === undefined) return;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return groups;
}

/** Paragraphs are sorted, so that all that begin with a head stand together. */
function matchExcerpts(
  anchors: readonly (string | undefined)[],
  paragraphs: readonly ComparedParagraph[],
  match: Matching,
): void {
  const open = paragraphs.map((_, index) => index).filter((index) => match.entryOf[index] === undefined);
  if (open.length === 0) return;
  open.sort((a, b) => compare(paragraphs[a]!.text, paragraphs[b]!.text) || a - b);
  let expected = 0;
  anchors.forEach((text, entry) => {
    const already = match.paragraphOf[entry];
    if (already !== undefined) expected = already + 1;
    if (already !== undefined || text === undefined) return;
    const { head, tail } = headAndTail(text);
    if (head.length < 3) return;
    let best: number | undefined;
    let looked = 0;
    for (let at = lowerBound(open, paragraphs, head); at < open.length && looked < 200; at++, looked++) {
      const paragraph = open[at]!;
      const candidate = paragraphs[paragraph]!.text;
      if (!candidate.startsWith(head)) break;
      if (match.entryOf[paragraph] !== undefined || !candidate.endsWith(tail)) continue;
      if (best === undefined || nearer(paragraph, best, expected)) best = paragraph;
    }
    if (best === undefined) return;
    match.pair(entry, best);
    expected = best + 1;
  });
}

function nearer(a: number, b: number, expected: number): boolean {
  const [distanceA, distanceB] = [Math.abs(a - expected), Math.abs(b - expected)];
  return distanceA < distanceB || (distanceA === distanceB && a < b);
}

function lowerBound(
  sorted: readonly number[],
  paragraphs: readonly ComparedParagraph[],
  head: string,
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (paragraphs[sorted[middle]!]!.text < head) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Entries that a writer typed with nothing to find them by stand for paragraphs in order. */
function matchBlank(
  entries: readonly AnchoredEntry[],
  paragraphs: readonly ComparedParagraph[],
  match: Matching,
): void {
  const byKey = groupBy(paragraphs.map(({ key }) => key));
  const next = new Map<string, number>();
  /** The first paragraph of a fingerprint that is free still. */
  const firstFree = (key: string): number | undefined => {
    const holders = byKey.get(key) ?? [];
    let at = next.get(key) ?? 0;
    while (at < holders.length && match.entryOf[holders[at]!] !== undefined) at++;
    next.set(key, at);
    return holders[at];
  };
  let previous = -1;
  entries.forEach(({ id, text, hash, detached }, entry) => {
    const already = match.paragraphOf[entry];
    if (already !== undefined) previous = already;
    if (already !== undefined || text !== undefined || hash !== undefined || detached) return;
    const paragraph = id === undefined ? previous + 1 : firstFree(hashOfId(id) ?? '');
    if (paragraph === undefined || paragraph >= paragraphs.length) return;
    if (match.entryOf[paragraph] !== undefined) return;
    match.pair(entry, paragraph);
    previous = paragraph;
  });
}

function matchInPlace(entries: readonly AnchoredEntry[], match: Matching): void {
  const { paragraphOf, entryOf } = match;
  let entry = 0;
  while (entry < entries.length) {
    if (paragraphOf[entry] !== undefined) {
      entry++;
      continue;
    }
    const run: number[] = [];
    const before = entry === 0 ? -1 : paragraphOf[entry - 1]!;
    for (; entry < entries.length && paragraphOf[entry] === undefined; entry++)
      if (!entries[entry]!.detached) run.push(entry);
    const after = entry < entries.length ? paragraphOf[entry]! : entryOf.length;
    if (after - before - 1 !== run.length) continue;
    const places = run.map((_, index) => before + 1 + index);
    if (places.every((paragraph) => entryOf[paragraph] === undefined))
      run.forEach((each, index) => match.pair(each, places[index]!));
  }
}
