/** The beginning of a paragraph on one line, cut at a word. */
export function excerptOf(text: string, length = 60): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length);
  const space = cut.lastIndexOf(' ');
  // Text without spaces (Chinese, Japanese) is cut anywhere but inside a surrogate pair.
  return `${space > length / 2 ? cut.slice(0, space) : cut.replace(/[\uD800-\uDBFF]$/, '')}…`;
}
