/** The beginning of a writer's words, for a sentence that quotes them. `most` counts UTF-16 units. */
export function excerpt(text: string, most = 100): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
