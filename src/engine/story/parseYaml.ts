import { isMap, isScalar, parseDocument, visit, YAMLParseError, type Document, type Node } from 'yaml';

/** Levels of lists and mappings, counting pairs: a sidecar has no more than eight. */
const deepest = 100;

/**
 * Parses YAML in time linear in its size: the package itself looks for duplicate keys by comparing each with each.
 * What is nested deeper than anybody writes is an error, and has no contents.
 */
export function parseYaml(text: string): Document.Parsed {
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { prettyErrors: false, strict: true, uniqueKeys: false });
  } catch (error) {
    // The stack was too small for it.
    if (!(error instanceof RangeError)) throw error;
    return tooDeep(0);
  }
  let deep: number | undefined;
  visit(document, {
    Node(_, node, path) {
      if (path.length > deepest) {
        deep = node.range?.[0] ?? 0;
        return visit.BREAK;
      }
      if (isMap(node)) document.errors.push(...duplicateKeys(node));
      return undefined;
    },
  });
  return deep === undefined ? document : tooDeep(deep);
}

function duplicateKeys(map: Node): YAMLParseError[] {
  const seen = new Set<unknown>();
  const errors: YAMLParseError[] = [];
  for (const { key } of isMap(map) ? map.items : []) {
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
