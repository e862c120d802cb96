import type { StoryBlock } from './storyBlocks.ts';
import { sourceLineEnd, tidyText } from './tidyText.ts';

/**
 * What makes a piece more than plain prose, or may: a character that is markup somewhere, unusual white space, space at
 * the end of a line, a line that does not begin with a letter or a quotation mark.
 */
const special =
  /[\\`*_[\]<&~|\0\ufeff]|[^\S \u00a0\u3000\r\n]|[^\S\r\n](?=[\r\n]|$)|(?:^|\r\n|\r(?!\n)|\n)(?!["“”‘’'«»„—(¿¡「『《\u3000\p{L}])/u;

/**
 * The block of a piece of Markdown that is a paragraph without any markup, as most paragraphs of a story are: what the
 * parser would say, at a hundredth of its cost. Undefined when the piece is, or may be, more than that.
 */
export function proseBlock(piece: string): StoryBlock | undefined {
  let end = piece.length;
  while (end > 0 && /[\r\n]/.test(piece[end - 1]!)) end--;
  const paragraph = piece.slice(0, end);
  if (special.test(paragraph)) return undefined;
  const text = tidyText(paragraph.replace(/\r\n|\r|\n/g, sourceLineEnd));
  return { kind: 'paragraph', text, depth: 0, pictures: [], note: undefined, start: 0, end };
}
