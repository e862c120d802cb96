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
  code: 'picture-extra' | 'picture-unused' | 'not-spoken' | StoryTooMuch;
  message: string;
}

/** Errors: such a story makes no video. */
type StoryTooMuch = 'markup-too-deep' | 'markup-too-much' | 'paragraph-too-long' | 'story-too-long';

export interface Span {
  start: number;
  end: number;
}

/** Whether a problem says that the story was not read as it is meant. */
export function isTooMuch(code: string): boolean {
  return /^(?:markup|paragraph|story)-too-/.test(code);
}

/** UTF-16 units of a paragraph: about two hours of speech. */
const longestParagraph = 100_000;
/** More than a day of video. */
const mostParagraphs = 20_000;

/** Markdown, or plain text by the name `.txt`. What is longer than StoryFlow can make a video of has a note. */
export function parseStory(text: string, fileName: string): ParsedStory {
  const story = extname(fileName).toLowerCase() === '.txt' ? parsePlainText(text) : parseMarkdown(text);
  return { ...story, notes: [...story.notes, ...tooLong(story.paragraphs)] };
}

function tooLong(paragraphs: readonly Paragraph[]): StoryNote[] {
  const notes = paragraphs
    .filter(({ text }) => text.length > longestParagraph)
    .map(({ text, start, end }): StoryNote => {
      const message = `This paragraph has ${text.length} characters; at most ${longestParagraph} can be one segment. Divide it by blank lines.`;
      return { code: 'paragraph-too-long', message, start, end };
    });
  const extra = paragraphs[mostParagraphs];
  if (!extra) return notes;
  const message = `The story has ${paragraphs.length} paragraphs; StoryFlow makes videos of at most ${mostParagraphs}. Divide it into several stories, the first one ending before this paragraph.`;
  return [...notes, { code: 'story-too-long', message, start: extra.start, end: extra.end }];
}
