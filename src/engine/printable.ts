/**
 * What files and programs say, as it may be shown to a person. A title, a path or ffmpeg's last words can hold
 * sequences that recolour, overwrite or retitle a terminal, and characters that turn the order of what is read, so that
 * "exe.gpj" reads "jpg.exe". They are shown as `\u{1b}` and do nothing. Letters of every script stay as they are, and so
 * do the joiners that emoji, Persian and Indic texts need. Idempotent.
 */

/**
 * - `\p{Cc}`: control characters C0, DEL and C1; all of them but line break and tab.
 * - 061C, 200E, 200F, 202A–202E, 2066–2069: marks, embeddings, overrides and isolates of direction.
 * - 2028, 2029: line breaks for some readers only.
 * - 206A–206F, FFF9–FFFB, FEFF inside a text, tags (E0000–E007F): no script writes with them, but they hide text.
 *
 * The flags of England, Scotland and Wales are a black flag and tags: the first alternative takes them whole.
 */
const harmful =
  /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,6}\u{e007f})|(?![\n\t])[\p{Cc}\u{61c}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2066}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/gu;

/** Line breaks and tabs stay. */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(harmful, (character, flag?: string) => flag ?? `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Lengths in UTF-16 units, ends included: a path of usual length stays whole. */
const longestWord = 400;
const longestLine = 2000;

/** The same, with every line short enough to be read: an id of 100 000 characters must not flood a terminal. */
export function printableLines(text: string): string {
  return printable(text)
    .split('\n')
    .map((line) => shorter(line, longestLine))
    .join('\n');
}

/** The same on one line, so that a title cannot forge a line of ours: line breaks and tabs become spaces. */
export function printableLine(text: string, longest = longestLine): string {
  return shorter(printable(text).replace(/[\n\t]/g, ' '), longest);
}

/** Long words lose their middle, so that what comes after them is still read; then a long line loses its end. */
function shorter(line: string, longest: number): string {
  const word = Math.min(longestWord, longest);
  if (line.length <= word) return line;
  const words = line.replace(/\S+/g, (one) =>
    one.length <= word ? one : `${head(one, word >> 1)}…${tail(one, (word >> 1) - 1)}`,
  );
  return words.length <= longest ? words : `${head(words, longest - 1)}…`;
}

/** Neither end of a cut text is half a character, or half a flag. */
const head = (text: string, length: number) =>
  text
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[\u{e0000}-\u{e007f}]+$/u, '');
const tail = (text: string, length: number) =>
  text
    .slice(text.length - length)
    .replace(/^[\udc00-\udfff]/, '')
    .replace(/^[\u{e0000}-\u{e007f}]+/u, '');
