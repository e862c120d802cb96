import type { Definition, Html, Nodes, Root, RootContent } from 'mdast';
import { markdownTree } from './markdownTree.ts';
import type { InlinePicture, Span, StoryNote } from './parseStory.ts';
import { htmlPictures, spokenHtml, spokenText } from './spokenText.ts';

/** What a story is made of, in order. `text` is empty where nothing is spoken and there are only pictures. */
export interface StoryBlock extends Span {
  kind: 'paragraph' | 'heading' | 'front-matter-title';
  text: string;
  /** 1 to 6 for headings, else 0. */
  depth: number;
  pictures: InlinePicture[];
  note: StoryNote | undefined;
}

/** The blocks of Markdown that stands alone: all its references are defined in it. */
export function storyBlocks(text: string, options: { frontMatter: boolean }): StoryBlock[] {
  const root = markdownTree(text, options);
  const definitions = definitionsOf(root);
  const blocks: StoryBlock[] = [];
  for (const node of root.children) addBlocks(node, definitions, blocks);
  return blocks;
}

type Definitions = ReadonlyMap<string, Definition>;

function addBlocks(node: RootContent, definitions: Definitions, blocks: StoryBlock[]): void {
  const empty = {
    kind: 'paragraph' as const,
    text: '',
    depth: 0,
    pictures: [],
    note: undefined,
    ...span(node),
  };
  switch (node.type) {
    case 'paragraph':
      blocks.push({ ...empty, text: spokenText(node), pictures: picturesIn(node, definitions) });
      return;
    case 'heading': {
      const text = spokenText(node).replaceAll('\n', ' ');
      blocks.push({
        ...empty,
        kind: 'heading',
        depth: node.depth,
        text,
        pictures: picturesIn(node, definitions),
      });
      return;
    }
    case 'blockquote':
    case 'list':
    case 'listItem':
      for (const child of node.children) addBlocks(child, definitions, blocks);
      return;
    case 'html':
      blocks.push({ ...empty, pictures: htmlPictures(node.value, span(node)), note: htmlNote(node) });
      return;
    case 'table':
      blocks.push({ ...empty, note: notSpoken(node, 'A table is not spoken. Write it as sentences') });
      return;
    case 'code':
      blocks.push({ ...empty, note: notSpoken(node, 'A code block is not spoken. Write it as a paragraph') });
      return;
    case 'yaml': {
      const title = frontMatterTitle(node.value);
      if (title !== undefined) blocks.push({ ...empty, kind: 'front-matter-title', text: title });
      return;
    }
    default:
      return;
  }
}

function htmlNote(node: Html): StoryNote | undefined {
  if (spokenHtml(node.value) === '') return undefined;
  return notSpoken(node, 'Text inside an HTML block is not spoken. Write it without tags');
}

function notSpoken(node: Nodes, sentence: string): StoryNote {
  return { code: 'not-spoken', message: `${sentence} if it is part of the story.`, ...span(node) };
}

function picturesIn(node: Nodes, definitions: Definitions): InlinePicture[] {
  if (node.type === 'image') return [{ url: node.url, ...span(node) }];
  if (node.type === 'html') return htmlPictures(node.value, span(node));
  if (node.type === 'imageReference') {
    const definition = definitions.get(node.identifier);
    return definition ? [{ url: definition.url, ...span(node) }] : [];
  }
  return 'children' in node ? node.children.flatMap((child) => picturesIn(child, definitions)) : [];
}

function definitionsOf(root: Root): Map<string, Definition> {
  const found = new Map<string, Definition>();
  const visit = (node: Nodes): void => {
    // The first definition of a name counts, as CommonMark says.
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node);
    if ('children' in node && node.type !== 'paragraph') node.children.forEach(visit);
  };
  visit(root);
  return found;
}

function frontMatterTitle(yaml: string): string | undefined {
  const value = /^title:[ \t]*(.+?)[ \t]*$/m.exec(yaml)?.[1];
  const bare = value?.replace(/^(["'])(.*)\1$/, '$2').trim();
  return bare === '' ? undefined : bare;
}

function span(node: Nodes): Span {
  return { start: node.position!.start.offset!, end: node.position!.end.offset! };
}
