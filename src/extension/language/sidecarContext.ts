/** Where a cursor stands in a sidecar, as far as completion and hover need to know. Pure text, line by line. */
export interface SidecarContext {
  /** Which part of the schema the line belongs to. */
  section: 'root' | 'scenes' | 'segments' | 'pronunciation';
  /** The key of this line, if it has one. */
  key: string | undefined;
  at: 'key' | 'value';
  /** What is written of the key or value up to the cursor. */
  typed: string;
  /** Column where that begins. */
  start: number;
  /** Keys that the same mapping has already. */
  used: ReadonlySet<string>;
}

const keyLine = /^(\s*(?:-\s+)?)([\w-]*)(\s*:(?:\s+|$))?/;

/** Undefined inside comments and where nothing can be said. */
export function sidecarContextAt(
  lines: readonly string[],
  line: number,
  character: number,
): SidecarContext | undefined {
  const text = lines[line] ?? '';
  if (/^\s*#/.test(text)) return undefined;
  const [whole, indent, key, colon] = keyLine.exec(text)! as unknown as [string, string, string, string?];
  const section = sectionOf(lines, line, indent);
  const atValue = colon !== undefined && character >= whole.length;
  const start = atValue ? whole.length : indent.length;
  if (
    !atValue &&
    (character < indent.length || (colon === undefined && text.trimEnd().length > whole.length))
  )
    return undefined;
  return {
    section,
    key: key === '' ? undefined : key,
    at: atValue ? 'value' : 'key',
    typed: text.slice(start, character),
    start,
    used: siblingKeys(lines, line, indent),
  };
}

/** The nearest line above that is not indented names the section. */
function sectionOf(lines: readonly string[], line: number, indent: string): SidecarContext['section'] {
  if (indent === '') return 'root';
  for (let above = line - 1; above >= 0; above--) {
    const top = /^([\w-]+)\s*:/.exec(lines[above]!)?.[1];
    if (top === 'scenes' || top === 'segments' || top === 'pronunciation') return top;
    if (top !== undefined) return 'root';
  }
  return 'root';
}

/** Keys at the same depth, up and down to where the mapping ends: at a shallower line, or at the next list item. */
function siblingKeys(lines: readonly string[], line: number, indent: string): Set<string> {
  const depth = indent.length;
  const used = new Set<string>();
  const startsItem = (at: number) => {
    const match = /^(\s*-\s+)/.exec(lines[at]!);
    return match !== null && match[1]!.length === depth;
  };
  /** False where the mapping ends. */
  const visit = (at: number): boolean => {
    const text = lines[at]!;
    if (text.trim() === '' || /^\s*#/.test(text)) return true;
    const [, own, key, colon] = keyLine.exec(text)!;
    if (own!.length === depth && colon !== undefined) used.add(key!);
    return own!.length >= depth;
  };
  for (let at = line - 1; at >= 0 && !startsItem(at + 1); at--) if (!visit(at)) break;
  for (let at = line + 1; at < lines.length && !startsItem(at); at++) if (!visit(at)) break;
  return used;
}
