import type { Span } from './parseStory.ts';

/** Levels of lists and quotations inside each other: more than anybody can read. */
export const deepestMarkup = 32;
/** UTF-16 units of one piece of text that blank lines and margins do not divide. */
const longestPiece = 500_000;
/**
 * What the parser does more than linearly in a piece, in steps of about 0.2 µs: as much as a thousand marks of emphasis
 * in one paragraph, and as much in the whole story as no story of people's comes near.
 */
const mostSteps = { piece: 4_000_000, story: 25_000_000 };

/** Why a piece of Markdown is not parsed, and where it begins to be too much. */
export interface TooMuch extends Span {
  code: 'markup-too-deep' | 'markup-too-much';
  message: string;
}

/** Tells of each of a story's pieces, in order, whether the parser can read it in good time. */
export function createMarkupMeter(): (piece: string) => TooMuch | undefined {
  let left = mostSteps.story;
  return (piece) => {
    const { steps, deep } = measure(piece);
    if (deep) {
      const message = `Lists and quotations stand more than ${deepestMarkup} deep inside each other here. Write this part with fewer levels.`;
      return { code: 'markup-too-deep', message, ...deep };
    }
    left -= Math.min(steps, mostSteps.piece);
    if (steps <= mostSteps.piece && left >= 0 && piece.length <= longestPiece) return undefined;
    const message =
      'There is more markup in one piece here than StoryFlow can read. Divide this part by blank lines, or write it with fewer marks.';
    return { code: 'markup-too-much', message, start: 0, end: firstLineEnd(piece) };
  };
}

function measure(piece: string): { steps: number; deep: Span | undefined } {
  let steps = 0;
  let layeredLines = 0;
  let text = { marks: 0, opens: 0, length: 0 };
  let levels: Level[] = [];
  for (const { 0: line, index } of piece.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
    const layers = /^[ \t>*+\-\d.)]*/.exec(line)![0];
    levels = levelsAfter(layers, levels);
    const depth = levels.length;
    if (depth > deepestMarkup) return { steps, deep: { start: index, end: index + line.trimEnd().length } };
    if (depth > 0) layeredLines++;
    steps += 50 + depth * 100;
    const words = line.slice(layers.length).trimEnd();
    if (words === '' && !/^[\r\n]/.test(line)) {
      steps += ofText(text);
      text = { marks: 0, opens: 0, length: 0 };
    }
    text.marks += count(line, /[*_~]+|[[\]!]/g);
    text.opens += count(words, /[<`]+/g);
    text.length += words.length;
  }
  return { steps: steps + ofText(text) + layeredLines * layeredLines, deep: undefined };
}

/** Every closing mark may look at every opening one, and every `<` at all the text that follows. */
function ofText({ marks, opens, length }: { marks: number; opens: number; length: number }): number {
  return marks * marks + (opens * length) / 8;
}

/** A list or quotation that is open. */
interface Level {
  /** Column of its marker. */
  column: number;
  quotation: boolean;
}

/**
 * The lists and quotations that may be open after a line that begins with `layers`: never fewer than there are. A
 * marker closes what stands to the right of it, unless it is that of a quotation that goes on.
 */
function levelsAfter(layers: string, before: readonly Level[]): Level[] {
  let levels = [...before];
  let known = 0;
  for (const { 0: marker, index } of layers.matchAll(/>|[*+-](?=[ \t]|$)|\d+[.)](?=[ \t]|$)/g)) {
    const column = columnOf(layers, index);
    const quotation = marker === '>';
    const same = quotation ? levels.findIndex((level, i) => i >= known && level.quotation) : -1;
    if (same < 0) {
      levels = levels.filter((level, i) => i < known || level.column < column);
      levels.push({ column, quotation });
    }
    known = same < 0 ? levels.length : same + 1;
    if (known > deepestMarkup) break;
  }
  return levels;
}

function columnOf(layers: string, index: number): number {
  let column = 0;
  for (let at = 0; at < index; at++) column += layers[at] === '\t' ? 4 - (column % 4) : 1;
  return column;
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found++;
  return found;
}

function firstLineEnd(piece: string): number {
  return /[\r\n]|$/.exec(piece)!.index;
}
