import type { Html, Nodes, RootContent } from 'mdast';
import { markdownTree } from './markdownTree.ts';
import type { InlinePicture, Span, StoryNote } from './parseStory.ts';
import { addDefinitions, noDefinitions, type Definitions } from './references.ts';
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

/** The blocks of Markdown, with what it defines itself. `elsewhere` is what the rest of the story defines for it. */
export function storyBlocks(
  text: string,
  { frontMatter, elsewhere = noDefinitions() }: { frontMatter: boolean; elsewhere?: Definitions },
): { blocks: StoryBlock[]; definitions: Definitions } {
  const root = markdownTree(text, { frontMatter, elsewhere });
  const definitions = noDefinitions();
  addDefinitions(root, definitions);
  const links = new Map([...definitions.links, ...elsewhere.links]);
  const blocks: StoryBlock[] = [];
  for (const node of root.children) addBlocks(node, links, blocks);
  return { blocks, definitions };
}

/** Addresses of pictures by identifier. */
type Links = ReadonlyMap<string, string>;

function addBlocks(node: RootContent, links: Links, blocks: StoryBlock[]): void {
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
      blocks.push({ ...empty, text: spokenText(node), pictures: picturesIn(node, links) });
      return;
    case 'heading': {
      const text = spokenText(node).replaceAll('\n', ' ');
      blocks.push({
        ...empty,
        kind: 'heading',
        depth: node.depth,
        text,
        pictures: picturesIn(node, links),
      });
      return;
    }
    case 'blockquote':
    case 'list':
    case 'listItem':
      for (const child of node.children) addBlocks(child, links, blocks);
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

function picturesIn(node: Nodes, links: Links): InlinePicture[] {
  if (node.type === 'image') return [{ url: node.url, ...span(node) }];
  if (node.type === 'html') return htmlPictures(node.value, span(node));
  if (node.type === 'imageReference') {
    const url = links.get(node.identifier);
    return url === undefined ? [] : [{ url, ...span(node) }];
  }
  return 'children' in node ? node.children.flatMap((child) => picturesIn(child, links)) : [];
}

function frontMatterTitle(yaml: string): string | undefined {
  const value = /^title:[ \t]*(.+?)[ \t]*$/m.exec(yaml)?.[1];
  const bare = value?.replace(/^(["'])(.*)\1$/, '$2').trim();
  return bare === '' ? undefined : bare;
}

function span(node: Nodes): Span {
  return { start: node.position!.start.offset!, end: node.position!.end.offset! };
}
