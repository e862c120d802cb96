import { stringify } from 'yaml';
import { oneLine } from '../../engine/story/blockMap.ts';

/** The suggestion as it must be written in that place: inside `![](…)`, or as a YAML value. */
export function replacement(written: string, suggestion: string): string {
  const inline = /^(!\[[^\]]*\]\()(?:<[^>]*>|[^\s)]*)/.exec(written);
  if (inline) {
    const path = /[\s()]/.test(suggestion) ? `<${suggestion}>` : suggestion;
    return inline[1]! + path + written.slice(inline[0].length);
  }
  return yamlScalar(suggestion);
}

/** A text as YAML writes it on one line, with quotes where it would read as something else. */
export function yamlScalar(text: string): string {
  return stringify(text, oneLine).trimEnd();
}
