import type { Nodes, RootContent } from 'mdast';
import { extname } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { lineEnd, lineEnding, lineStart, afterLineEnd } from './blockMap.ts';
import { indexLines } from './lineIndex.ts';
import { markdownTree } from './markdownTree.ts';
import { parseStory, type ParsedStory, type Span } from './parseStory.ts';
import type { Project } from './project.ts';
import { refreshSidecar } from './refreshSidecar.ts';
import { initSidecar } from './sidecarEdit.ts';

/**
 * Moves a segment's paragraph, with the pictures that stand before it, so that the segment stands at `toIndex`
 * afterwards. Going down it comes behind the segment that stood there, going up before it: so it joins that segment's
 * scene. The sidecar's entries follow; one is made if pictures come from the folder's order, which the move would
 * otherwise shift. `project` must be loaded from these very texts.
 *
 * @throws StoryFlowFailure FAILED when the paragraph cannot be moved without changing others (out of a list or a
 * quotation), or the sidecar is not valid YAML.
 */
export function moveSegment(
  storyText: string,
  sidecarText: string | undefined,
  project: Project,
  fromId: string,
  toIndex: number,
): { storyText: string; sidecarText: string | undefined } {
  const from = project.segments.findIndex(({ id }) => id === fromId);
  if (from < 0 || from === toIndex || !project.segments[toIndex]) return { storyText, sidecarText };
  const before = parseStory(storyText, project.storyFile);
  const moved = moveText(storyText, before, project.storyFile, from, toIndex);
  const after = parseStory(moved, project.storyFile);
  if (
    !sameStories(movedItem(before.paragraphs.map(contentOf), from, toIndex), after.paragraphs.map(contentOf))
  )
    throw cannotMove(from);

  const lines = indexLines(moved);
  const segments = movedItem(project.segments, from, toIndex).map((segment, index) => {
    const { start, end, scene } = after.paragraphs[index]!;
    return { ...segment, index, scene, range: lines.range(start, end) };
  });
  const pinned =
    sidecarText ??
    (segments.some(({ imageSource }) => imageSource === 'folder') ? initSidecar(project) : undefined);
  return {
    storyText: moved,
    sidecarText: pinned === undefined ? undefined : refreshSidecar(pinned, { ...project, segments }),
  };
}

function moveText(text: string, story: ParsedStory, file: string, from: number, to: number): string {
  const units = unitsOf(text, story, file);
  const [moving, target] = [units[from], units[to]];
  if (!moving || !target || moving.list !== target.list) throw cannotMove(from);
  const eol = lineEnding(text);
  const source = text.slice(moving.start, moving.end);
  const gap = moving.list === undefined ? eol : '';
  const rest = closeGap(text, moving);
  if (to > from) {
    const at = afterLineEnd(text, target.end);
    const open = at === target.end ? eol : '';
    return text.slice(0, moving.start) + text.slice(rest, at) + open + gap + source + eol + text.slice(at);
  }
  const between = text.slice(target.start, moving.start);
  const tail = rest === text.length ? between.trimEnd() + eol : between + text.slice(rest);
  return text.slice(0, target.start) + source + eol + gap + tail;
}

/** Whole lines that move together. */
interface Unit extends Span {
  /** The list that the paragraph is an item of; undefined for a paragraph of the story itself. */
  list: Nodes | undefined;
}

/** The unit of every paragraph; undefined for those inside quotations and the like. */
function unitsOf(text: string, story: ParsedStory, file: string): (Unit | undefined)[] {
  const whole = (span: Span): Span => ({ start: lineStart(text, span.start), end: lineEnd(text, span.end) });
  if (extname(file).toLowerCase() === '.txt')
    return story.paragraphs.map((paragraph) => ({ ...whole(paragraph), list: undefined }));
  const spokenAt = new Set(story.paragraphs.map(({ start }) => start));
  const starts = new Map<number, Unit>();
  const root = markdownTree(text);
  let picturesFrom: number | undefined;
  for (const node of root.children) {
    const span = spanOf(node);
    if (node.type === 'paragraph' && spokenAt.has(span.start)) {
      starts.set(span.start, { ...whole({ ...span, start: picturesFrom ?? span.start }), list: undefined });
      picturesFrom = undefined;
    } else if (node.type === 'paragraph' || node.type === 'html') picturesFrom ??= span.start;
    else picturesFrom = undefined;
    if (node.type === 'list')
      for (const item of node.children)
        for (const child of item.children.slice(0, 1))
          starts.set(spanOf(child).start, { ...whole(spanOf(item)), list: node });
  }
  return story.paragraphs.map(({ start }) => starts.get(start));
}

/** Where the text goes on after a unit: its line end and the blank lines below it go too. */
function closeGap(text: string, unit: Unit): number {
  let at = afterLineEnd(text, unit.end);
  if (unit.list) return at;
  while (at < text.length && /^[^\S\r\n]*$/.test(text.slice(at, lineEnd(text, at)))) {
    const next = afterLineEnd(text, lineEnd(text, at));
    if (next === at) break;
    at = next;
  }
  return at;
}

function movedItem<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  rest.splice(to, 0, items[from]!);
  return rest;
}

function contentOf({ text, picture }: ParsedStory['paragraphs'][number]): string {
  return `${text}\0${picture?.url ?? ''}`;
}

function sameStories(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

function cannotMove(index: number): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `Segment ${index + 1} cannot be moved there by itself: it stands in a list or a quotation, or shares its picture's place with a heading. Move its text in the editor.`,
  );
}

function spanOf(node: RootContent): Span {
  return { start: node.position!.start.offset!, end: node.position!.end.offset! };
}
