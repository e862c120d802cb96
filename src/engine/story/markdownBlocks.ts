import { markdownChunks } from './markdownChunks.ts';
import { createMarkupMeter, type TooMuch } from './markupLimits.ts';
import { parsePlainText } from './parsePlainText.ts';
import type { Span, StoryNote } from './parseStory.ts';
import { proseBlock } from './proseBlock.ts';
import { addAll, definitionsFor, noDefinitions, type Definitions } from './references.ts';
import { storyBlocks, type StoryBlock } from './storyBlocks.ts';

/**
 * The blocks of a whole story. What would take the parser too long has a note, and is read as plain text, so that the
 * rest is there.
 */
export function markdownBlocks(text: string): StoryBlock[] {
  const pieces = piecesOf(text);
  const definitions = noDefinitions();
  for (const { text, frontMatter, tooMuch } of pieces)
    if (!tooMuch && text.includes(']:')) addAll(blocksOf(text, frontMatter).definitions, definitions);
  return pieces.flatMap(({ text, start, frontMatter, prose, tooMuch }) => {
    const blocks = tooMuch
      ? plainBlocks(text, tooMuch)
      : prose
        ? [prose]
        : blocksOf(text, frontMatter, definitionsFor(text, definitions)).blocks;
    return blocks.map((block) => shifted(block, start));
  });
}

interface Piece {
  text: string;
  start: number;
  frontMatter: boolean;
  prose: StoryBlock | undefined;
  tooMuch: TooMuch | undefined;
}

function piecesOf(text: string): Piece[] {
  const tooMuchIn = createMarkupMeter();
  return markdownChunks(text).map(({ start, end }) => {
    const piece = text.slice(start, end);
    const prose = proseBlock(piece);
    const tooMuch = prose ? undefined : tooMuchIn(piece);
    return { text: piece, start, frontMatter: start === 0, prose, tooMuch };
  });
}

interface Blocks {
  blocks: StoryBlock[];
  definitions: Definitions;
}

/**
 * Blocks of pieces of text that were parsed lately, with offsets from the piece's start: typing in a long story parses
 * one paragraph, not the story. A pure function's memory, bounded by {@link rememberedLength} characters.
 */
const remembered = new Map<string, Blocks>();
const rememberedLength = 8_000_000;
let length = 0;

function blocksOf(piece: string, frontMatter: boolean, elsewhere = noDefinitions()): Blocks {
  const named = elsewhere.links.size + elsewhere.footnotes.size;
  const references = named === 0 ? '' : JSON.stringify([[...elsewhere.links], [...elsewhere.footnotes]]);
  const key = `${frontMatter ? '1' : '0'}${references}\0${piece}`;
  const known = remembered.get(key);
  if (known) {
    // To the end of the map's order: the least recently used go first.
    remembered.delete(key);
    remembered.set(key, known);
    return known;
  }
  const blocks = storyBlocks(piece, { frontMatter, elsewhere });
  remembered.set(key, blocks);
  length += key.length;
  for (const oldest of remembered.keys()) {
    if (length <= rememberedLength || oldest === key) break;
    remembered.delete(oldest);
    length -= oldest.length;
  }
  return blocks;
}

function plainBlocks(piece: string, tooMuch: TooMuch): StoryBlock[] {
  const empty = { depth: 0, pictures: [], note: undefined };
  const note: StoryNote = tooMuch;
  return [
    { ...empty, kind: 'paragraph', text: '', start: 0, end: 0, note },
    ...parsePlainText(piece).paragraphs.map(({ text, start, end }): StoryBlock => ({
      ...empty,
      kind: 'paragraph',
      text,
      start,
      end,
    })),
  ];
}

function shifted(block: StoryBlock, by: number): StoryBlock {
  const move = <T extends Span>(span: T): T => ({ ...span, start: span.start + by, end: span.end + by });
  return {
    ...move(block),
    pictures: block.pictures.map(move),
    note: block.note && move<StoryNote>(block.note),
  };
}
