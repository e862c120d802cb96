import { isMap, isScalar, isSeq, parseDocument, YAMLParseError, type Document, type YAMLMap } from 'yaml';

/** Levels of lists and mappings: a sidecar has three. */
const deepest = 50;

/**
 * Parses YAML in time linear in its size: the package itself looks for duplicate keys by comparing each with each.
 * What is nested deeper than anybody writes is an error, and has no contents.
 */
export function parseYaml(text: string): Document.Parsed {
  const open = manyOpen(text);
  if (open !== undefined) return tooDeep(open);
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { prettyErrors: false, strict: true, uniqueKeys: false });
  } catch (error) {
    // The stack was too small for it.
    if (!(error instanceof RangeError)) throw error;
    return tooDeep(0);
  }
  const deep = examine(document.contents, 0, document.errors);
  return deep === undefined ? document : tooDeep(deep);
}

/** So many more brackets opened than closed that only nesting can be meant; parsing as many takes long. */
const mostOpen = 10_000;

function manyOpen(text: string): number | undefined {
  let open = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > mostOpen) return index;
  }
  return undefined;
}

/** Adds duplicate keys to the errors. The package's own way through a document takes several times as long. */
function examine(node: unknown, depth: number, errors: YAMLParseError[]): number | undefined {
  if (isMap(node)) errors.push(...duplicateKeys(node));
  else if (!isSeq(node)) return undefined;
  if (depth > deepest) return node.range?.[0] ?? 0;
  for (const item of node.items) {
    const inner = isMap(node) ? (item as YAMLMap['items'][number]) : undefined;
    const deep =
      examine(inner ? inner.value : item, depth + 1, errors) ??
      (inner && examine(inner.key, depth + 1, errors));
    if (deep !== undefined) return deep;
  }
  return undefined;
}

function duplicateKeys(map: YAMLMap): YAMLParseError[] {
  const seen = new Set<unknown>();
  const errors: YAMLParseError[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key) || !key.range) continue;
    const [start, end] = key.range;
    if (seen.has(key.value))
      errors.push(new YAMLParseError([start, end], 'DUPLICATE_KEY', 'Map keys must be unique'));
    seen.add(key.value);
  }
  return errors;
}

function tooDeep(offset: number): Document.Parsed {
  const document = parseDocument('');
  const message = 'lists and mappings stand too deep inside each other';
  document.errors.push(new YAMLParseError([offset, offset + 1], 'RESOURCE_EXHAUSTION', message));
  return document;
}
