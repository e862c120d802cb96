import type { Replacement } from '../lexicon.ts';
import type { TextSpan } from '../words.ts';

/** Text as espeak reads it, and where each of its code points came from. */
export interface Markup {
  markup: string;
  /** For each code point of `markup`, the UTF-16 offset in the text. */
  origins: number[];
}

/**
 * Writes a span of the text so that espeak speaks it literally: `<` and `&` escaped, no `[[`, no control
 * characters, emoji silent. `phonemes` turns a lexicon's IPA into espeak's mnemonics.
 */
export function toMarkup(
  text: string,
  span: TextSpan,
  replacements: readonly Replacement[] = [],
  phonemes: (replacement: Replacement) => string = () => '',
): Markup {
  const parts: string[] = [];
  const origins: number[] = [];
  const add = (part: string, origin: number) => {
    parts.push(part);
    for (let i = [...part].length; i > 0; i--) origins.push(origin);
  };
  let at = span.start;
  while (at < span.end) {
    const replacement = replacements.find((candidate) => candidate.start === at);
    if (replacement) {
      add(
        replacement.ipa === undefined ? literal(replacement.say ?? '') : `[[${phonemes(replacement)}]]`,
        at,
      );
      at = replacement.end;
      continue;
    }
    const cluster = clusterAt(text, at, span.end);
    add(spoken(cluster, text[at - 1]), at);
    at += cluster.length;
  }
  return { markup: parts.join(''), origins };
}

/** Text with nothing in it that espeak would take for markup. */
export function literal(text: string): string {
  return toMarkup(text, { start: 0, end: text.length }).markup;
}

/** A code point with its combining marks, at most as far as `end`. */
function clusterAt(text: string, at: number, end: number): string {
  const pattern = /[^]\p{M}*/uy;
  pattern.lastIndex = at;
  return (pattern.exec(text)?.[0] ?? text[at]!).slice(0, end - at);
}

function spoken(cluster: string, before: string | undefined): string {
  // A combining mark after a sign of markup leaves it that sign.
  const escaped = escape(cluster[0]!, before);
  if (escaped !== undefined) return escaped + cluster.slice(1);
  if (invisible.test(cluster)) return '';
  // The joiner shapes letters in Indic scripts; between pictures it only builds one picture from several.
  if (cluster.startsWith('\u200d')) return /[\p{L}\p{M}]/u.test(before ?? '') ? cluster : ' ';
  if (silent.test(cluster)) return ' ';
  return cluster.normalize('NFC').replace(/[\ufe00-\ufe0f\u20e3]/g, '');
}

function escape(sign: string, before: string | undefined): string | undefined {
  switch (sign) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '[':
      return before === '[' ? ' [' : '[';
    default:
      return undefined;
  }
}

/** Soft hyphen, zero-width space, direction marks, word joiner, byte order mark. */
const invisible = /^[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/;

/** Controls, lone surrogates, private use, and pictures and ornaments other than ©, ®, ™, °, №, ℃ and ℉. */
const silent =
  /^(?![©®™°№℃℉])(?:[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Extended_Pictographic}\p{So}\p{Emoji_Modifier}])/u;
