import { markdownBlocks } from './markdownBlocks.ts';
import type { InlinePicture, ParsedStory, Span } from './parseStory.ts';
import type { StoryBlock } from './storyBlocks.ts';

/**
 * Markdown (CommonMark and GitHub's tables, footnotes, strikethrough and task lists) as a story:
 *
 * - every paragraph is one, also in quotations and list items; bullets and numbers are not spoken;
 * - the first `#` heading is the title; `##` headings, and later `#` ones, begin scenes; no heading is spoken;
 * - a picture belongs to the paragraph that it stands in, or else to the next one;
 * - tables, code blocks and HTML blocks are not spoken and say so; comments, footnotes, front matter, thematic breaks
 *   and struck-out words are left out silently;
 * - indentation is not code: writers indent the first lines of paragraphs.
 */
export function parseMarkdown(text: string): ParsedStory {
  const story: Draft = { title: undefined, scenes: [], paragraphs: [], notes: [], waiting: [] };
  let frontMatterTitle: string | undefined;
  for (const block of markdownBlocks(text)) {
    if (block.note) story.notes.push(block.note);
    if (block.kind === 'front-matter-title') frontMatterTitle = block.text;
    else if (block.kind === 'heading') heading(block, story);
    else paragraph(block, story);
  }
  for (const picture of story.waiting) {
    const message =
      'No paragraph follows this picture: put it in, or before, the paragraph that it illustrates.';
    story.notes.push({ code: 'picture-unused', message, ...spanOf(picture) });
  }
  const { title = frontMatterTitle, scenes, paragraphs, notes } = story;
  return { title, scenes, paragraphs, notes };
}

interface Draft extends ParsedStory {
  /** Pictures that stand between paragraphs: the next paragraph's. */
  waiting: InlinePicture[];
}

function paragraph({ text, start, end, pictures }: StoryBlock, story: Draft): void {
  if (text === '') {
    story.waiting.push(...pictures);
    return;
  }
  const [picture, ...extra] = [...pictures, ...story.waiting];
  for (const other of extra) {
    const message =
      'This paragraph has a picture already; only one is shown. Split the paragraph to show both.';
    story.notes.push({ code: 'picture-extra', message, ...spanOf(other) });
  }
  story.waiting = [];
  const scene = story.scenes.length > 0 ? story.scenes.length - 1 : undefined;
  story.paragraphs.push({ text, start, end, scene, picture });
}

function heading({ text, depth, start, end, pictures }: StoryBlock, story: Draft): void {
  story.waiting.push(...pictures);
  if (depth === 1 && story.title === undefined) {
    if (text !== '') story.title = text;
  } else if (depth <= 2) {
    story.scenes.push({ title: text, start, end, firstParagraph: story.paragraphs.length });
  }
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
