import type { Piece } from './pieces.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What the model says in one run. */
export interface Chunk {
  pieces: Piece[];
  /** Ids, without padding. */
  tokens: number[];
  /** For each token, the index of its piece. */
  owners: number[];
  /** Indexes of pieces after which a sentence ends, the last piece excluded. */
  sentenceEnds: number[];
  /** What the listener hears between this chunk and the next. */
  after: 'sentence' | 'clause' | 'word' | 'nothing';
}

export interface ChunkLimits {
  /** The model's context less its padding. */
  most: number;
  /** Sentences are joined up to this length: speech is best at 100 to 200 tokens and rushed beyond 400. */
  comfortable: number;
  /** Shorter sentences sound clipped on their own and are joined with a neighbour. */
  short: number;
}

export const chunkLimits: ChunkLimits = { most: 510, comfortable: 200, short: 40 };

/**
 * Cuts pieces into chunks of at most `limits.most` tokens; every symbol that the vocabulary knows is in one.
 *
 * @param text the spoken text that the pieces point into.
 */
export function toChunks(
  text: string,
  pieces: readonly Piece[],
  vocabulary: Vocabulary,
  limits: ChunkLimits = chunkLimits,
): Chunk[] {
  const count = (some: readonly Piece[]) =>
    some.reduce((sum, piece) => sum + vocabulary.encode(piece.symbols).length, 0);
  const parts = sentences(text, pieces).flatMap((sentence) => splitLong(sentence, count, limits));
  return join(parts, count, limits)
    .map((group) => toChunk(group, vocabulary))
    .filter((chunk) => chunk.pieces.some((piece) => piece.kind === 'word') && chunk.tokens.length > 0);
}

interface Part {
  pieces: Piece[];
  after: Chunk['after'];
}

function sentences(text: string, pieces: readonly Piece[]): Part[] {
  const parts: Part[] = [];
  let current: Piece[] = [];
  for (const [index, piece] of pieces.entries()) {
    current.push(piece);
    if (endsSentence(text, pieces, index)) {
      parts.push({ pieces: current, after: 'sentence' });
      current = [];
    }
  }
  if (current.length > 0) parts.push({ pieces: current, after: 'sentence' });
  return parts;
}

/** At the space after `.`, `!`, `?` or `…` and what closes with it; `“Really?” he asked` goes on. */
function endsSentence(text: string, pieces: readonly Piece[], index: number): boolean {
  if (pieces[index]!.kind !== 'space') return false;
  let before = index - 1;
  while (before > 0 && /^[”)]$/.test(pieces[before]!.symbols)) before--;
  if (before < 0 || !/^[.!?…]$/.test(pieces[before]!.symbols)) return false;
  const next = pieces.slice(index).find((piece) => piece.kind === 'word');
  return next === undefined || !/^\p{Ll}/u.test(text.slice(next.start));
}

type Count = (pieces: readonly Piece[]) => number;

function splitLong(part: Part, count: Count, limits: ChunkLimits): Part[] {
  const parts: Part[] = [];
  let rest = part.pieces.flatMap((piece) => splitPiece(piece, count, limits.most));
  while (count(rest) > limits.most) {
    const { cut, after } = bestCut(rest, count, limits.most);
    parts.push({ pieces: rest.slice(0, cut), after });
    rest = rest.slice(rest[cut]?.kind === 'space' ? cut + 1 : cut);
  }
  parts.push({ pieces: rest, after: part.after });
  return parts;
}

/** The last good boundary in the second half of what fits: after a clause, else a comma, else a word. */
function bestCut(
  pieces: readonly Piece[],
  count: Count,
  most: number,
): { cut: number; after: Chunk['after'] } {
  let fits = 0;
  for (let total = 0; fits < pieces.length; fits++) {
    total += count(pieces.slice(fits, fits + 1));
    if (total > most) break;
  }
  for (const [mark, after] of [
    [/^[:;—…]$/, 'clause'],
    [/^[,)”]$/, 'clause'],
    [/^ $/, 'word'],
  ] as const) {
    for (let cut = fits; cut > fits / 2; cut--)
      if (mark.test(pieces[cut - 1]!.symbols)) return { cut, after };
  }
  return { cut: Math.max(fits, 1), after: 'nothing' };
}

/** A "word" longer than a chunk: a row of letters, or a language without spaces. */
function splitPiece(piece: Piece, count: Count, most: number): Piece[] {
  if (count([piece]) <= most) return [piece];
  const symbols = [...piece.symbols];
  const parts = Math.ceil(symbols.length / (most / 2));
  const size = Math.ceil(symbols.length / parts);
  const width = (piece.end - piece.start) / parts;
  return Array.from({ length: parts }, (_, index) => ({
    ...piece,
    symbols: symbols.slice(index * size, (index + 1) * size).join(''),
    start: Math.round(piece.start + index * width),
    end: Math.round(piece.start + (index + 1) * width),
  }));
}

function join(parts: readonly Part[], count: Count, limits: ChunkLimits): Part[][] {
  const groups: { parts: Part[]; tokens: number }[] = [];
  for (const part of parts) {
    const tokens = count(part.pieces);
    const last = groups.at(-1);
    const joined = (last?.tokens ?? 0) + tokens;
    const short = last !== undefined && Math.min(last.tokens, tokens) < limits.short;
    if (
      last &&
      last.parts.at(-1)!.after === 'sentence' &&
      joined <= (short ? limits.most / 2 : limits.comfortable)
    ) {
      last.parts.push(part);
      last.tokens = joined;
    } else groups.push({ parts: [part], tokens });
  }
  return groups.map((group) => group.parts);
}

function toChunk(parts: readonly Part[], vocabulary: Vocabulary): Chunk {
  const pieces: Piece[] = [];
  const sentenceEnds: number[] = [];
  for (const [index, part] of parts.entries()) {
    pieces.push(...part.pieces);
    if (index < parts.length - 1) sentenceEnds.push(pieces.length - 1);
  }
  while (pieces.at(-1)?.kind === 'space') pieces.pop();
  const tokens: number[] = [];
  const owners: number[] = [];
  for (const [index, piece] of pieces.entries()) {
    for (const id of vocabulary.encode(piece.symbols)) {
      tokens.push(id);
      owners.push(index);
    }
  }
  return { pieces, tokens, owners, sentenceEnds, after: parts.at(-1)!.after };
}
