import type { Spoken } from '../text/spoken.ts';
import type { PhonemizedWord } from './phonemes.ts';
import { splitIpa, toKokoro, type Accent } from './symbols.ts';

/** A word, a space or a punctuation mark, in Kokoro's symbols. */
export interface Piece {
  kind: 'word' | 'space' | 'mark';
  symbols: string;
  /** UTF-16 offsets in the spoken text. */
  start: number;
  end: number;
}

const marks = new Set(';:,.!?—…“”()¡¿');
const speakable = /[\p{L}\p{N}\p{M}]/u;

/** Joins what espeak-ng says of the words with the punctuation between them, which shapes Kokoro's melody. */
export function toPieces(spoken: Spoken, words: readonly PhonemizedWord[], accent: Accent): Piece[] {
  const { text } = spoken;
  const readings = overrideReadings(spoken, words);
  const pieces: Piece[] = [];
  pieces.push(...between(text, 0, words[0]?.start ?? text.length));
  for (const [index, word] of words.entries()) {
    const until = words[index + 1]?.start ?? text.length;
    const { start, end } = body(text, word.start, until);
    pieces.push(...between(text, word.start, start));
    pieces.push(...wordPieces(text.slice(start, end), readings[index]!, accent, start));
    pieces.push(...between(text, end, until));
  }
  return tidy(pieces);
}

/** Little words that espeak-ng runs together with the word before, and how many phonemes they have then. */
const leaning: Record<string, number> = {
  the: 2,
  a: 1,
  an: 2,
  am: 2,
  to: 2,
  be: 2,
  been: 3,
  have: 3,
  are: 1,
};

/** "of the" comes as one word: with the space that Kokoro was trained on where its parts are known. */
function wordPieces(written: string, phonemes: readonly string[], accent: Accent, start: number): Piece[] {
  const end = start + written.length;
  const split = /^(.*\S)\s+(\p{L}+)$/su.exec(written);
  const tail = leaning[split?.[2]?.toLowerCase() ?? ''];
  if (accent === 'other' || !split || tail === undefined || phonemes.length <= tail) {
    const symbols = toKokoro(phonemes, accent);
    return symbols === '' ? [] : [{ kind: 'word', symbols, start, end }];
  }
  const middle = end - split[2]!.length;
  return [
    ...wordPieces(split[1]!, phonemes.slice(0, -tail), accent, start),
    { kind: 'space', symbols: ' ', start: middle - 1, end: middle },
    { kind: 'word', symbols: toKokoro(phonemes.slice(-tail), accent), start: middle, end },
  ];
}

/** From the first to the last letter or digit. */
function body(text: string, from: number, to: number): { start: number; end: number } {
  const region = text.slice(from, to);
  const lead = region.search(speakable);
  if (lead < 0) return { start: from, end: from };
  const tail = /[^\p{L}\p{N}\p{M}]*$/u.exec(region)![0].length;
  return { start: from + lead, end: to - tail };
}

function between(text: string, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = from; at < to; at++) {
    const character = text[at]!;
    if (marks.has(character)) pieces.push({ kind: 'mark', symbols: character, start: at, end: at + 1 });
    else if (/\s/.test(character)) pieces.push({ kind: 'space', symbols: ' ', start: at, end: at + 1 });
  }
  return pieces;
}

/** One space at a time, none at the ends, none before a mark that leans on its word. */
function tidy(pieces: readonly Piece[]): Piece[] {
  const kept = pieces.filter((piece, index) => {
    if (piece.kind !== 'space') return true;
    const next = pieces.slice(index + 1).find((other) => other.kind !== 'space');
    const last = pieces[index - 1];
    return (
      next !== undefined && last !== undefined && last.kind !== 'space' && !/^[,.;:!?…”)]$/.test(next.symbols)
    );
  });
  return separateWords(kept);
}

/** espeak-ng may begin a word where the text has no space ("MP3" → "MP", "3"). */
function separateWords(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece, index) => {
    const last = pieces[index - 1];
    if (piece.kind !== 'word' || last?.kind !== 'word') return [piece];
    return [{ kind: 'space' as const, symbols: ' ', start: piece.start, end: piece.start }, piece];
  });
}

/** The lexicon's IPA, and the letter A by its name where letters are spelled, instead of espeak-ng's reading. */
function overrideReadings(spoken: Spoken, words: readonly PhonemizedWord[]): string[][] {
  const readings = words.map((word) => word.phonemes);
  for (const span of spoken.spans) {
    if (span.ipa === undefined) continue;
    const inside = words.flatMap((word, index) =>
      word.start >= span.start && word.start < span.end ? [index] : [],
    );
    for (const [nth, index] of inside.entries()) readings[index] = nth === 0 ? splitIpa(span.ipa) : [];
  }
  const starts = new Map(words.map((word, index) => [word.start, index]));
  for (const match of spoken.text.matchAll(
    /(?<!\p{L})A(?=\s\p{Lu}(?!\p{L}))|(?<=(?<!\p{L})(?!I)\p{Lu}\s)A(?!\p{L})/gu,
  )) {
    const index = starts.get(match.index);
    if (index !== undefined) readings[index] = ['ˈeɪ'];
  }
  return readings;
}
