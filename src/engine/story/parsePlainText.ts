import type { Paragraph, ParsedStory } from './parseStory.ts';
import { sourceLineEnd, tidyText } from './tidyText.ts';

/** Paragraphs stand apart by blank lines; nothing is markup. */
export function parsePlainText(text: string): ParsedStory {
  const paragraphs: Paragraph[] = [];
  let open: Line[] = [];
  const close = (): void => {
    const spoken = tidyText(open.map(({ content }) => content).join(sourceLineEnd));
    const [first, last] = [open[0], open.at(-1)];
    if (first && last && spoken !== '') {
      const [start, end] = [first.start, last.start + last.content.length];
      paragraphs.push({ text: spoken, start, end, scene: undefined, picture: undefined });
    }
    open = [];
  };
  for (const line of linesOf(text)) {
    if (line.content === '') close();
    else open.push(line);
  }
  close();
  return { title: undefined, scenes: [], paragraphs, notes: [] };
}

interface Line {
  /** Without white space around it. */
  content: string;
  /** Offset of `content`. */
  start: number;
}

function* linesOf(text: string): Generator<Line> {
  let at = 0;
  for (const end of [...text.matchAll(/\r\n|\r|\n/g), undefined]) {
    const line = text.slice(at, end?.index ?? text.length);
    const content = line.trim();
    yield { content, start: at + line.indexOf(content) };
    at = end ? end.index + end[0].length : text.length;
  }
}
