import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair, type YAMLMap } from 'yaml';
import type * as z from 'zod';
import { limitProblems, type Problem, type TextRange } from '../problem.ts';
import { indexLines } from './lineIndex.ts';
import { parseYaml } from './parseYaml.ts';
import { schemaProblems } from './schemaProblems.ts';

/** A YAML file read against a schema. */
export interface YamlFile<T> {
  /** What is valid in it: keys that are unknown or wrong are left out, and stand in `problems`. */
  value: T;
  problems: Problem[];
  /** Where the value at a path stands, or its nearest enclosing value that is in the file. */
  rangeOf: RangeOf;
}

export type RangeOf = (path: readonly PropertyKey[], part?: 'key' | 'value') => TextRange;

/** More than any real sidecar repeats, far fewer than a "billion laughs" file needs. */
const maxAliases = 1000;

/**
 * Reads settings or a sidecar. Every problem is collected with its place: all syntax errors at once, or, when the
 * syntax is right, everything that the schema says. An empty file is an empty mapping; a key without a value is not set.
 */
export function readYaml<T extends Record<string, unknown>>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
): YamlFile<T> {
  const known = lately.find((each) => each.text === text && each.file === file && each.schema === schema);
  const result = (known?.result as YamlFile<T> | undefined) ?? readAfresh(text, file, schema);
  lately = [{ text, file, schema, result }, ...lately.filter((each) => each !== known)].slice(0, 16);
  return result;
}

/** While a story is being typed its sidecar stays the same: the last few are remembered. Results are not to be changed. */
let lately: { text: string; file: string; schema: z.ZodType; result: YamlFile<Record<string, unknown>> }[] =
  [];

function readAfresh<T extends Record<string, unknown>>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
): YamlFile<T> {
  const lines = indexLines(text);
  const document = parseYaml(text);
  const pairOf = createPairFinder();
  const rangeOf: RangeOf = (path, part = 'value') => {
    const [start, end] = nodeSpan(document, pairOf, path, part, text);
    return lines.range(start, end);
  };
  const found = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const problems: Problem[] = found.map((error) => ({
    severity: error.name === 'YAMLWarning' ? 'warning' : 'error',
    code: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax',
    message: syntaxMessage(error.code, error.message),
    file,
    range: lines.range(error.pos[0], Math.min(Math.max(error.pos[1], error.pos[0] + 1), text.length)),
  }));
  const failed = (code: string, message: string): YamlFile<T> => ({
    value: {} as T,
    problems: [...problems, { severity: 'error', code, message, file, range: rangeOf([]) }],
    rangeOf,
  });

  if (problems.some(({ code, severity }) => code === 'yaml-syntax' && severity === 'error'))
    return { value: {} as T, problems: limitProblems(problems), rangeOf };
  if (document.contents !== null && !isMap(document.contents) && !isEmpty(document.contents))
    return failed('not-a-mapping', 'This file must hold "key: value" lines, one setting each.');
  keepStrings(document.contents, stringKeys(schema));
  let raw: unknown;
  try {
    raw = withoutNulls(document.toJS({ maxAliasCount: maxAliases }) ?? {});
  } catch {
    return failed('yaml-aliases', 'The aliases (*name) in this file repeat too much. Write the values out.');
  }
  const checked = schemaProblems(raw as Record<string, unknown>, schema, file, rangeOf);
  const inOrder = [...problems, ...checked.problems].sort((a, b) => comparePlaces(a.range, b.range));
  return { value: checked.value, problems: limitProblems(inOrder), rangeOf };
}

function comparePlaces(a: TextRange | undefined, b: TextRange | undefined): number {
  if (!a || !b) return 0;
  return a.start.line - b.start.line || a.start.character - b.start.character;
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && (node.value === null || node.value === '');
}

function syntaxMessage(code: string, message: string): string {
  const plain = message.split('\n')[0]!.replace(/:$/, '');
  if (code === 'DUPLICATE_KEY') return 'This key stands here twice. Remove one of the two.';
  if (code === 'TAB_AS_INDENT') return 'YAML is indented with spaces, not tabs.';
  return `YAML cannot be read here: ${plain}.`;
}

/** `title: 1984` and `text: true` are words to a writer, though a number and a boolean to YAML. */
function keepStrings(node: unknown, strings: ReadonlySet<string>, parent?: string): void {
  if (isSeq(node)) for (const item of node.items) keepStrings(item, strings, undefined);
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (!isScalar(value)) keepStrings(value, strings, name);
    else if (value.source === undefined || value.value === null || name === undefined) continue;
    else if (strings.has(name) || parent === 'pronunciation') value.value = value.source;
  }
}

const stringKeysCache = new WeakMap<z.ZodType, Set<string>>();

function stringKeys(schema: z.ZodType): Set<string> {
  let keys = stringKeysCache.get(schema);
  if (!keys) {
    keys = new Set();
    collectStringKeys(schema.toJSONSchema(), keys);
    stringKeysCache.set(schema, keys);
  }
  return keys;
}

function collectStringKeys(schema: unknown, keys: Set<string>): void {
  const { properties, items } = schema as { properties?: Record<string, { type?: string }>; items?: unknown };
  for (const [key, property] of Object.entries(properties ?? {})) {
    if (property.type === 'string') keys.add(key);
    collectStringKeys(property, keys);
  }
  if (items !== undefined) collectStringKeys(items, keys);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (item === null ? {} : withoutNulls(item)));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

type PairFinder = (map: YAMLMap, key: PropertyKey) => Pair | undefined;

/** Finds a mapping's pairs by key; each mapping is searched through once, however often it is asked for. */
function createPairFinder(): PairFinder {
  const known = new WeakMap<YAMLMap, Map<unknown, Pair>>();
  return (map, key) => {
    let pairs = known.get(map);
    if (!pairs) {
      // Of pairs with one key the first counts.
      pairs = new Map(map.items.map((pair) => [keyOf(pair), pair] as const).reverse());
      known.set(map, pairs);
    }
    return pairs.get(key);
  };
}

/** As it becomes a property's name. */
function keyOf({ key }: Pair): unknown {
  return isScalar(key) ? String(key.value) : key;
}

function nodeSpan(
  document: Document,
  pairOf: PairFinder,
  path: readonly PropertyKey[],
  part: 'key' | 'value',
  text: string,
): [number, number] {
  let node: unknown = document.contents;
  let span: [number, number] = [0, firstLineEnd(text)];
  for (const [depth, step] of path.entries()) {
    const keyWanted = part === 'key' && depth === path.length - 1;
    if (isAlias(node)) node = node.resolve(document);
    let next: unknown;
    if (isMap(node)) {
      const pair = pairOf(node, String(step));
      if (!pair) break;
      next = hasSpan(pair.value) && !keyWanted ? pair.value : pair.key;
    } else if (isSeq(node)) next = node.items[Number(step)];
    if (next === undefined || next === null) break;
    node = next;
    if (hasSpan(node)) span = [node.range[0], node.range[1]];
  }
  return span;
}

function firstLineEnd(text: string): number {
  return /[\r\n]|$/.exec(text)!.index;
}

function hasSpan(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && Array.isArray((node as Node).range);
}
