import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq, YAMLMap, YAMLSeq, type Document, type Pair } from 'yaml';
import { StoryFlowFailure } from '../failure.ts';
import {
  afterLineEnd,
  applySplices,
  contentLineEnd,
  lineEnd,
  lineEnding,
  lineStart,
  mapSplices,
  pairText,
  type Changes,
} from './blockMap.ts';
import { indexLines } from './lineIndex.ts';
import { parseYaml } from './parseYaml.ts';
import { sidecarKeyOrder } from './schema.ts';

/** One entry of `segments` as it shall be. */
export interface EntryPlan {
  /** Its index now; undefined for a new entry. */
  from: number | undefined;
  changes: Changes;
}

type Plain = Record<string, unknown>;

export interface OpenSidecar {
  text: string;
  document: Document;
  root: Plain;
}

/**
 * Changes settings of a sidecar. Everything else keeps its bytes.
 *
 * @throws StoryFlowFailure FAILED when the sidecar is not valid YAML: nothing can be changed safely then.
 */
export function changeSettings(text: string, changes: Changes): string {
  const { document, root } = openSidecar(text);
  const expected = withChanges(root, changes);
  const map = document.contents;
  const splices =
    isMap(map) && map.items.length > 0 ? mapSplices(text, map, changes, sidecarKeyOrder.root) : undefined;
  const spliced = splices && applySplices(text, splices);
  if (spliced !== undefined && means(spliced, expected)) return spliced;
  if (!isMap(map)) document.contents = document.createNode({});
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) document.delete(key);
    else document.set(key, value);
  }
  return written(document, text);
}

/**
 * Rewrites the list of segments: entries in the order of `plans`, each with its changes. An entry's lines, and the
 * comments above it, move as they are. The document is spent afterwards.
 */
export function changeSegments({ text, document, root }: OpenSidecar, plans: readonly EntryPlan[]): string {
  const old = Array.isArray(root['segments']) ? (root['segments'] as (Plain | null)[]) : [];
  const entries = plans.map(({ from, changes }) =>
    withChanges((from === undefined ? null : old[from]) ?? {}, changes),
  );
  const expected = { ...root, segments: entries };
  if (isDeepStrictEqual(root, expected) || (plans.length === 0 && old.length === 0)) return text;
  const spliced = spliceSegments(text, document, plans);
  if (spliced !== undefined && means(spliced, expected)) return spliced;
  return rebuildSegments(text, document, plans);
}

/** The text of a new entry, its dash indented by `indent` spaces. */
export function entryText(changes: Changes, indent: number, eol: string): string {
  const keys = Object.keys(changes).filter((key) => changes[key] !== undefined);
  keys.sort((a, b) => sidecarKeyOrder.segment.indexOf(a) - sidecarKeyOrder.segment.indexOf(b));
  const lines = keys.flatMap((key) => pairText(key, changes[key]).split('\n'));
  return lines.map((line, index) => ' '.repeat(indent) + (index === 0 ? '- ' : '  ') + line + eol).join('');
}

function spliceSegments(text: string, document: Document, plans: readonly EntryPlan[]): string | undefined {
  const eol = lineEnding(text);
  const pair = isMap(document.contents)
    ? (document.contents.items as Pair<{ value?: unknown; range: number[] }>[]).find(
        ({ key }) => key.value === 'segments',
      )
    : undefined;
  if (!pair) {
    const body = plans.map(({ changes }) => entryText(changes, 2, eol)).join('');
    const lead = text === '' || /[\r\n]$/.test(text) ? text : text + eol;
    return `${lead}segments:${eol}${body}`;
  }
  const list = pair.value;
  const headEnd = afterLineEnd(text, lineEnd(text, pair.key.range[1]!));
  if (list === null || (!isSeq(list) && (list as { value?: unknown }).value === null)) {
    const lead = headEnd === text.length && !/[\r\n]$/.test(text) ? text + eol : text.slice(0, headEnd);
    return lead + plans.map(({ changes }) => entryText(changes, 2, eol)).join('') + text.slice(headEnd);
  }
  if (!isSeq(list) || list.flow || list.items.length === 0) return undefined;
  return spliceList(text, list, headEnd, plans);
}

/** An entry's block: the lines after the previous entry (blank ones, comments) and its own. */
function spliceList(
  text: string,
  list: YAMLSeq,
  start: number,
  plans: readonly EntryPlan[],
): string | undefined {
  const eol = lineEnding(text);
  const blocks: { start: number; end: number }[] = [];
  let at = start;
  for (const item of list.items) {
    if (!isMap(item) || item.flow || !item.range || item.items.length === 0) return undefined;
    const end = afterLineEnd(text, contentLineEnd(text, item, item.range[0]));
    blocks.push({ start: at, end });
    at = end;
  }
  const firstMap = list.items[0] as YAMLMap;
  const dash = text.slice(0, firstMap.range![0]).lastIndexOf('-');
  const indent = dash - lineStart(text, dash);
  const blanks = blocks
    .slice(1)
    .filter((block) => /^[ \t]*[\r\n]/.test(text.slice(block.start, block.end))).length;
  const spacing = blanks * 2 > blocks.length - 1 ? eol : '';

  const written: string[] = [];
  for (const { from, changes } of plans) {
    if (from === undefined) {
      written.push((written.length > 0 ? spacing : '') + entryText(changes, indent, eol));
      continue;
    }
    const block = blocks[from]!;
    const splices = mapSplices(text, list.items[from] as YAMLMap, changes, sidecarKeyOrder.segment);
    if (!splices) return undefined;
    const local = splices.map((each) => ({
      ...each,
      start: each.start - block.start,
      end: each.end - block.start,
    }));
    const source = applySplices(text.slice(block.start, block.end), local);
    written.push(/[\r\n]$/.test(source) ? source : source + eol);
  }
  return text.slice(0, start) + written.join('') + text.slice(at);
}

/** For flow style, aliases and the like: comments and order survive, spacing becomes the library's. */
function rebuildSegments(text: string, document: Document, plans: readonly EntryPlan[]): string {
  if (!isMap(document.contents)) document.contents = document.createNode({});
  const list = document.get('segments');
  const items = isSeq(list) ? list.items : [];
  const kept = plans.map(({ from, changes }) => {
    const item = from === undefined ? undefined : items[from];
    const map = isMap(item) ? item : new YAMLMap(document.schema);
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) map.delete(key);
      else map.set(key, value);
    }
    return map;
  });
  const whole = isSeq(list) ? list : new YAMLSeq(document.schema);
  whole.items = kept;
  document.set('segments', whole);
  return written(document, text);
}

/**
 * Parses a sidecar once for one edit.
 *
 * @throws StoryFlowFailure FAILED when it is not valid YAML: nothing can be changed safely then.
 */
export function openSidecar(text: string): OpenSidecar {
  const document = parseYaml(text);
  const [error] = document.errors;
  const root = error === undefined ? plain(document) : undefined;
  if (root) return { text, document, root };
  const line = indexLines(text).position(error?.pos[0] ?? 0).line + 1;
  throw new StoryFlowFailure(
    'FAILED',
    `The sidecar cannot be changed while line ${line} of it is not right. Correct that line first; the Problems list says what is wrong.`,
  );
}

/** Undefined where it is no mapping, or its aliases lead nowhere or repeat too much. */
function plain(document: Document): Plain | undefined {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 1000 }) ?? {};
  } catch {
    return undefined;
  }
  return typeof value === 'object' && !Array.isArray(value) ? (value as Plain) : undefined;
}

function withChanges(value: Plain, changes: Changes): Plain {
  const merged = { ...value, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, each]) => each !== undefined));
}

/** True when the text is valid and says exactly what was meant: splicing never goes wrong unseen. */
function means(text: string, expected: Plain): boolean {
  const document = parseYaml(text);
  return document.errors.length === 0 && isDeepStrictEqual(plain(document), expected);
}

function written(document: Document, text: string): string {
  const result = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  const eol = lineEnding(text);
  return eol === '\n' ? result : result.replaceAll('\n', eol);
}
