import { extname } from 'node:path';
import { parseMarkdown } from './parseMarkdown.ts';
import { parsePlainText } from './parsePlainText.ts';

/** A story's text taken apart. Offsets are UTF-16 offsets of the text that was given; `end` is exclusive. */
export interface ParsedStory {
  /** The first `#` heading, else the front matter's `title`. */
  title: string | undefined;
  scenes: ParsedScene[];
  paragraphs: Paragraph[];
  /** What was found odd: pictures that no paragraph can have, blocks that are not spoken. */
  notes: StoryNote[];
}

export interface ParsedScene extends Span {
  title: string;
  /** Index of the first paragraph below the heading; `paragraphs.length` when none follows. */
  firstParagraph: number;
}

export interface Paragraph extends Span {
  /** What is spoken: no markup, white space collapsed; a hard line break is `\n`. Never empty. */
  text: string;
  scene: number | undefined;
  picture: InlinePicture | undefined;
}

export interface InlinePicture extends Span {
  /** As written, `%20` and all. */
  url: string;
}

export interface StoryNote extends Span {
  code: 'picture-extra' | 'picture-unused' | 'not-spoken';
  message: string;
}

export interface Span {
  start: number;
  end: number;
}

/** Markdown, or plain text by the name `.txt`. */
export function parseStory(text: string, fileName: string): ParsedStory {
  return extname(fileName).toLowerCase() === '.txt' ? parsePlainText(text) : parseMarkdown(text);
}
