import type { Span } from './parseStory.ts';

/**
 * Cuts Markdown into pieces that mean the same alone as together (but for references to link and footnote definitions,
 * see `references.ts`), so that after an edit only one piece has to be parsed again, and so that what the parser does
 * more than linearly it does to small pieces. The cuts stand at blank lines before lines that begin at the margin, where
 * CommonMark has closed every paragraph, list and quotation, and between the items of a list at the margin. What may
 * reach further (an open fence or comment, HTML that blank lines do not end) is not cut; where it would take a parser to
 * tell how far, the rest of the text is one piece: slower, never wrong.
 */
export function markdownChunks(text: string): Span[] {
  const head = frontMatterEnd(text);
  if (head === undefined) return [{ start: 0, end: text.length }];
  const chunks: Span[] = [];
  let piece = newPiece(0);
  let afterBlank = false;
  for (const line of linesOf(text)) {
    const blank = isBlank(line.content);
    if (!blank && line.start >= head && mayCut(piece, line.content, afterBlank)) {
      if (piece.end > piece.start) chunks.push({ start: piece.start, end: piece.end });
      piece = newPiece(line.start);
    }
    // The blank line that ends a piece belongs to it; any that follow mean nothing.
    if (!blank || !afterBlank || isOpen(piece)) piece.end = line.next;
    if (!blank && line.start >= head) grow(piece, line);
    afterBlank = blank && line.start >= head;
  }
  if (piece.end > piece.start) chunks.push({ start: piece.start, end: piece.end });
  return chunks;
}

interface Piece extends Span {
  /** The marker of the list item at the margin that is all of the piece so far. */
  item: string | undefined;
  /** The characters that opened the fence that is open. */
  fence: string | undefined;
  /** A comment is open, as far as can be told without parsing. */
  comment: boolean;
  /** It holds lines inside which a fence would not be the story's own: of lists, quotations, HTML. */
  layered: boolean;
  /** It has no end before the text's. */
  endless: boolean;
}

function newPiece(start: number): Piece {
  return {
    ...{ start, end: start, item: undefined, fence: undefined },
    ...{ comment: false, layered: false, endless: false },
  };
}

function isOpen({ fence, comment, endless }: Piece): boolean {
  return fence !== undefined || comment || endless;
}

function mayCut(piece: Piece, line: string, afterBlank: boolean): boolean {
  if (isOpen(piece) || /^[ \t]/.test(line)) return false;
  return afterBlank || (piece.item !== undefined && line.startsWith(piece.item) && listItem.test(line));
}

const listItem = /^[*+-](?=[ \t]+[^ \t])/;
/** What may stand before the words of a line in lists and quotations. */
const layers = /^[ \t>*+\-\d.)]*/;
/** HTML that does not end at a blank line (CommonMark 4.6, kinds 1, 3 to 5). */
const endlessHtml = /^(?:<(?:script|pre|style|textarea)\b|<\?|<![A-Za-z[])/i;

/** Takes the piece's next line in, one that is not blank. */
function grow(piece: Piece, { content: line, start }: Line): void {
  if (piece.fence !== undefined) {
    const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
    if (closing?.startsWith(piece.fence)) piece.fence = undefined;
    return;
  }
  const first = start === piece.start;
  const words = line.slice(layers.exec(line)![0].length);
  const fence = /^(?:`{3,}(?!.*`)|~{3,})/.exec(words)?.[0].match(/^(`+|~+)/)?.[0];
  if (fence !== undefined) {
    if (piece.layered || piece.comment || !/^ {0,3}[`~]/.test(line)) piece.endless = true;
    else piece.fence = fence;
  }
  if (endlessHtml.test(words)) piece.endless = true;
  const comment = line.lastIndexOf('<!--');
  if (comment >= 0) piece.comment = !line.includes('-->', comment + 4);
  else if (piece.comment && line.includes('-->')) piece.comment = false;
  if (/^[ \t>*+\-\d<|]/.test(line) || comment >= 0) piece.layered = true;
  if (first) piece.item = listItem.exec(line)?.[0];
  else if (!/^[ \t]/.test(line)) piece.item = undefined;
}

interface Line {
  content: string;
  start: number;
  /** Where the next line starts. */
  next: number;
}

function* linesOf(text: string): Generator<Line> {
  let start = 0;
  for (const { index, 0: eol } of text.matchAll(/\r\n|\r|\n/g)) {
    const next = index + eol.length;
    yield { content: text.slice(start, index), start, next };
    start = next;
  }
  if (start < text.length) yield { content: text.slice(start), start, next: text.length };
}

function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line);
}

/** 0 without front matter, undefined when it does not end. */
function frontMatterEnd(text: string): number | undefined {
  const fence = /^(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)/.exec(text)?.[1];
  if (fence === undefined) return 0;
  const end = new RegExp(
    `(?:\\r\\n|\\r|\\n)${fence === '---' ? '---' : '\\+\\+\\+'}[ \\t]*(?=[\\r\\n]|$)`,
  ).exec(text);
  return end ? end.index + end[0].length : undefined;
}
