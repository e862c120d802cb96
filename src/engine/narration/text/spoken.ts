/**
 * What a reader would say for a text, with the way back: `spans` tie ranges of the spoken text to ranges of the
 * written one, in order, without overlap. Text outside the spans is the same in both.
 */
export interface Spoken {
  text: string;
  spans: Span[];
}

export interface Span {
  /** UTF-16 offsets in the spoken text; `start === end` for what is not spoken. */
  start: number;
  end: number;
  /** UTF-16 offsets in the written text. */
  textStart: number;
  textEnd: number;
  /** Phonemes that replace the engine's own for this span, from the writer's lexicon. */
  ipa?: string;
}

/** A range of the written text and what is said instead of it. */
export interface Claim {
  textStart: number;
  textEnd: number;
  spoken: string;
  ipa?: string;
}

/**
 * One way of reading. `say` returns what is said for a match, or undefined to leave it to later rules; with
 * `group`, only that capture group is replaced and the rest of the match is context.
 */
export interface Rule {
  pattern: RegExp;
  say: (match: RegExpExecArray, context: Context) => string | undefined;
  group?: number;
}

export interface Context {
  text: string;
  british: boolean;
}

/** Applies rules in order: the first rule that claims a character keeps it. `claims` are taken already. */
export function claim(context: Context, rules: readonly Rule[], claims: readonly Claim[] = []): Claim[] {
  const taken = new Uint8Array(context.text.length);
  const all = [...claims];
  for (const { textStart, textEnd } of claims) taken.fill(1, textStart, textEnd);
  for (const rule of rules) {
    rule.pattern.lastIndex = 0;
    for (let match = rule.pattern.exec(context.text); match; match = rule.pattern.exec(context.text)) {
      const [textStart, textEnd] = range(match, rule.group);
      if (match[0] === '') rule.pattern.lastIndex += 1;
      if (textStart === textEnd || taken.subarray(textStart, textEnd).includes(1)) continue;
      const spoken = rule.say(match, context);
      if (spoken === undefined) continue;
      taken.fill(1, textStart, textEnd);
      all.push({ textStart, textEnd, spoken });
    }
  }
  return all.sort((a, b) => a.textStart - b.textStart);
}

function range(match: RegExpExecArray, group: number | undefined): [number, number] {
  if (group === undefined) return [match.index, match.index + match[0].length];
  const indices = match.indices?.[group];
  if (!indices) throw new Error(`rule ${match[0]} needs the d flag and a group ${group}`);
  return indices;
}

/** Puts the claims into the text, keeping words apart that would otherwise touch. */
export function rewrite(text: string, claims: readonly Claim[]): Spoken {
  const spans: Span[] = [];
  let out = '';
  let at = 0;
  for (const { textStart, textEnd, spoken, ipa } of claims) {
    out += text.slice(at, textStart);
    if (wordBefore.test(out) && wordAfter.test(spoken)) out += ' ';
    const start = out.length;
    out += spoken;
    spans.push({ start, end: out.length, textStart, textEnd, ...(ipa === undefined ? {} : { ipa }) });
    if (wordBefore.test(spoken) && wordAfter.test(text.slice(textEnd, textEnd + 2))) out += ' ';
    at = textEnd;
  }
  return { text: out + text.slice(at), spans };
}

const wordBefore = /[\p{L}\p{N}]$/u;
const wordAfter = /^[\p{L}\p{N}]/u;
