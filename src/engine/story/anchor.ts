import { createHash } from 'node:crypto';

/** How a sidecar entry remembers its paragraph. */
export interface Anchor {
  /** The whole paragraph when it is short, else its first and last words with ` … ` between. */
  text: string;
  /** Fingerprint of the whole paragraph; absent when `text` is all of it. */
  hash: string | undefined;
}

/** Paragraphs up to this length stand whole in the sidecar. */
const wholeLength = 72;
const headLength = 44;
const tailLength = 22;
const gap = ' … ';

export function anchorOf(text: string): Anchor {
  const plain = plainOf(text);
  if (plain.length <= wholeLength) return { text: plain, hash: undefined };
  const head = cutAtWord(plain.slice(0, headLength), 'end');
  const tail = cutAtWord(plain.slice(-tailLength), 'start');
  return { text: `${head}${gap}${tail}`, hash: fingerprint(plain) };
}

/** The same for texts that differ in white space or Unicode composition only. 40 bits as hexadecimal. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(plainOf(text)).digest('hex').slice(0, 10);
}

export function plainOf(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** First and last words of an anchor; a hand-written one without ` … ` is how its paragraph begins. */
export function headAndTail(anchor: string): { head: string; tail: string } {
  const plain = plainOf(anchor);
  const at = plain.indexOf(gap.trim());
  if (at < 0) return { head: plain, tail: '' };
  return { head: plain.slice(0, at).trim(), tail: plain.slice(at + 1).trim() };
}

/** Id of a paragraph that no sidecar names: from its text; equal texts are counted. */
export function contentIds(texts: readonly string[], taken: ReadonlySet<string>): string[] {
  const used = new Set(taken);
  const counts = new Map<string, number>();
  return texts.map((text) => {
    const base = `seg-${fingerprint(text)}`;
    let count = counts.get(base) ?? 0;
    let id: string;
    do id = ++count === 1 ? base : `${base}-${count}`;
    while (used.has(id));
    counts.set(base, count);
    used.add(id);
    return id;
  });
}

/** The fingerprint inside an id that {@link contentIds} made. */
export function hashOfId(id: string | undefined): string | undefined {
  return id === undefined ? undefined : /^seg-([0-9a-f]{10})(?:-\d+)?$/.exec(id)?.[1];
}

/** Whole words only, unless one word fills everything; never half of a surrogate pair. */
function cutAtWord(text: string, side: 'start' | 'end'): string {
  const words = side === 'end' ? text.replace(/\s+\S*$/, '') : text.replace(/^\S*\s+/, '');
  const long = words.length * 2 > text.length ? words : text;
  return side === 'end'
    ? long.replace(/[\ud800-\udbff]$/, '').trim()
    : long.replace(/^[\udc00-\udfff]/, '').trim();
}
