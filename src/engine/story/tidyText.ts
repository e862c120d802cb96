/** East Asian scripts that are written without spaces between words. */
const unspacedClass =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef]';
const unspaced = new RegExp(`^${unspacedClass}`, 'u');
const endsUnspaced = new RegExp(`${unspacedClass}$`, 'u');

/** Stands for the end of a line of the source, which is no break in what is spoken. */
export const sourceLineEnd = '\u2028';

/**
 * White space as a narrator wants it: runs become one space, `\n` (a hard break) stays, {@link sourceLineEnd} becomes a
 * space, but nothing between characters of scripts that have no spaces. Invisible characters go.
 */
export function tidyText(text: string): string {
  const lines = text
    .replace(/[\u00ad\u200b\ufeff\0]/g, '')
    .split(sourceLineEnd)
    .map(trimSpaces)
    .filter((line) => line !== '');
  return lines
    .flatMap((line, index) => (index === 0 || joinsClosely(lines[index - 1]!, line) ? [line] : [' ', line]))
    .join('')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}

/** Two UTF-16 units may be one character. */
function joinsClosely(before: string, after: string): boolean {
  return endsUnspaced.test(before.slice(-2)) && unspaced.test(after.slice(0, 2));
}

/** Keeps `\n`, which is not white space here. */
function trimSpaces(line: string): string {
  return line
    .split('\n')
    .map((part) => part.trim())
    .join('\n');
}
