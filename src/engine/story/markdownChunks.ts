import type { Span } from './parseStory.ts';

/**
 * Cuts Markdown into pieces that mean the same alone as together, so that after an edit only one piece has to be parsed
 * again. The cuts stand at blank lines before lines that begin at the margin, where CommonMark has closed every
 * paragraph, list and quotation. Whatever could reach further (code fences, link definitions, footnotes, HTML that is
 * open over blank lines) makes the whole text one piece: slower, never wrong.
 */
export function markdownChunks(text: string): Span[] {
  const whole = [{ start: 0, end: text.length }];
  const head = frontMatterEnd(text);
  if (head === undefined || farReaching.test(text)) return whole;
  const chunks: Span[] = [];
  let start = 0;
  for (const cut of text.matchAll(/(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r\n|\r(?!\n)|\n)(?=[^ \t\r\n])/g)) {
    const end = cut.index + cut[0].length;
    if (end <= head) continue;
    chunks.push({ start, end });
    start = end;
  }
  if (start < text.length) chunks.push({ start, end: text.length });
  return chunks.every((chunk) => commentsClose(text.slice(chunk.start, chunk.end))) ? chunks : whole;
}

/** A fence; a definition of a link or footnote; HTML that does not end at a blank line (CommonMark 4.6, kinds 1, 3 to 5). */
const farReaching =
  /^[ \t>*+\-\d.)]*(?:```|~~~|\[[^\]]*\]:|<(?:script|pre|style|textarea)\b|<\?|<![A-Za-z[])|^[ \t>*+\-\d.)]*\[(?![^\n\r]*\])/im;

/** 0 without front matter, undefined when it does not end. */
function frontMatterEnd(text: string): number | undefined {
  const fence = /^(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)/.exec(text)?.[1];
  if (fence === undefined) return 0;
  const end = new RegExp(
    `(?:\\r\\n|\\r|\\n)${fence === '---' ? '---' : '\\+\\+\\+'}[ \\t]*(?=[\\r\\n]|$)`,
  ).exec(text);
  return end ? end.index + end[0].length : undefined;
}

function commentsClose(chunk: string): boolean {
  const open = chunk.lastIndexOf('<!--');
  return open < 0 || chunk.includes('-->', open + 4);
}
