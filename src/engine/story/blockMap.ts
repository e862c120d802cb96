import { isCollection, isMap, isScalar, stringify, type Pair, type YAMLMap } from 'yaml';

/** Replaces `text.slice(start, end)` by `insert`. */
export interface Splice {
  start: number;
  end: number;
  insert: string;
}

/** New values by key; undefined removes the key. */
export type Changes = Readonly<Record<string, unknown>>;

/**
 * The splices that make `changes` in a block mapping, so that every other byte of the text stays as the writer left
 * it. `order` says where a new key goes. Undefined where splicing is not plain (flow style, odd keys, a mapping that
 * would become empty): the caller then takes the Document API, which reformats.
 */
export function mapSplices(
  text: string,
  map: YAMLMap,
  changes: Changes,
  order: readonly string[],
): Splice[] | undefined {
  if (map.flow || !map.items.every(({ key }) => isScalar(key))) return undefined;
  const present = map.items;
  const presentKeys = new Set(present.map(keyOf));
  const changed = (pair: Pair): boolean => Object.hasOwn(changes, keyOf(pair));
  const removed = new Set(present.filter((pair) => changed(pair) && changes[keyOf(pair)] === undefined));
  const added = Object.keys(changes).filter((key) => changes[key] !== undefined && !presentKeys.has(key));
  // A removed first key would take the dash of its list item along.
  if (removed.has(present[0]!)) return undefined;
  const splices: Splice[] = [];
  for (const pair of present) {
    const value = changed(pair) ? changes[keyOf(pair)] : undefined;
    if (removed.has(pair)) splices.push(removal(text, pair));
    else if (value !== undefined) {
      const splice = replacement(text, pair, value);
      if (!splice) return undefined;
      splices.push(splice);
    }
  }
  return [...splices, ...insertions(text, present, added, changes, order)];
}

/** Applies splices that do not overlap; several at one place keep their order. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const sorted = splices.map((splice, index) => ({ ...splice, index }));
  sorted.sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  let result = '';
  let at = 0;
  for (const { start, end, insert } of sorted) {
    result += text.slice(at, start) + insert;
    at = end;
  }
  return result + text.slice(at);
}

/** What makes `stringify` write a text on one line, whatever is in it. */
export const oneLine = { lineWidth: 0, blockQuote: false, doubleQuotedMinMultiLineLength: Infinity };

/** `key: value`; a text stands on one line. */
export function pairText(key: string, value: unknown): string {
  return stringify({ [key]: value }, oneLine).trimEnd();
}

/** Offset after the line, with its comment, on which the last character of a node stands; before the line end. */
export function contentLineEnd(text: string, node: unknown, fallback: number): number {
  const end = Math.max(leafEnd(node) ?? fallback, fallback);
  const last = text.slice(0, end).trimEnd().length;
  return lineEnd(text, Math.max(last, 1) - 1);
}

export function lineEnd(text: string, offset: number): number {
  const rest = /[\r\n]/g;
  rest.lastIndex = offset;
  return rest.exec(text)?.index ?? text.length;
}

export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** Offset after the line end that stands at `offset`, if one does. */
export function afterLineEnd(text: string, offset: number): number {
  return offset + (text.startsWith('\r\n', offset) ? 2 : /[\r\n]/.test(text.charAt(offset)) ? 1 : 0);
}

export function lineEnding(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function keyRange({ key }: Pair): [number, number] {
  const [start, end] = (key as { range: [number, number, number] }).range;
  return [start, end];
}

/** A mapping's own range may reach over comments and blank lines below it: its last value's does not. */
function leafEnd(node: unknown): number | undefined {
  if (isCollection(node) && !node.flow && node.items.length > 0) {
    const last = node.items.at(-1);
    return isMap(node) ? (leafEnd((last as Pair).value) ?? keyRange(last as Pair)[1]) : leafEnd(last);
  }
  return (node as { range?: [number, number, number] | null } | null)?.range?.[1];
}

function removal(text: string, pair: Pair): Splice {
  const [start, keyEnd] = keyRange(pair);
  const end = afterLineEnd(text, contentLineEnd(text, pair.value, keyEnd));
  return { start: lineStart(text, start), end, insert: '' };
}

/** Quotes stay what they were, where the new value allows. */
function replacement(text: string, pair: Pair, value: unknown): Splice | undefined {
  const node = pair.value;
  if (!isScalar(node) || !node.range || typeof value === 'object') return undefined;
  if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL' || node.anchor || node.tag)
    return undefined;
  const [start, end] = node.range;
  const old = text.slice(start, end);
  const quote = typeof value === 'string' ? old[0] : undefined;
  const insert =
    quote === '"'
      ? JSON.stringify(value)
      : quote === "'"
        ? `'${(value as string).replaceAll("'", "''")}'`
        : pairText('k', value).slice('k: '.length);
  const space = old === '' && text[start - 1] === ':' ? ' ' : '';
  return { start, end, insert: space + insert };
}

/** Each new key comes after the last present one that precedes it in `order`. */
function insertions(
  text: string,
  present: readonly Pair[],
  added: readonly string[],
  changes: Changes,
  order: readonly string[],
): Splice[] {
  const eol = lineEnding(text);
  const [first] = keyRange(present[0]!);
  const indent = ' '.repeat(first - lineStart(text, first));
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...added]
    .sort((a, b) => rank(a) - rank(b))
    .map((key) => {
      const line = pairText(key, changes[key]).replaceAll('\n', eol + indent);
      const before = present.filter((pair) => rank(keyOf(pair)) <= rank(key)).at(-1);
      if (!before) return { start: first, end: first, insert: line + eol + indent };
      const at = contentLineEnd(text, before.value, keyRange(before)[1]);
      return { start: at, end: at, insert: eol + indent + line };
    });
}
