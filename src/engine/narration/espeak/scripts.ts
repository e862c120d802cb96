import type { TextSpan } from '../words.ts';

/** A run of text that one voice can read. */
export interface ScriptRun extends TextSpan {
  /** espeak voice id for a foreign script; undefined for the story's own voice. */
  voice: string | undefined;
}

/**
 * Who reads a script that the story's voice cannot: espeak would spell it, "Chinese letter Chinese letter".
 * Latin is missing here because every voice of espeak reads it.
 */
const readers: [script: string, voice: string, ownedBy: string[]][] = [
  ['Han', 'cmn', ['Hans', 'Hant']],
  ['Hiragana', 'ja', ['Jpan']],
  ['Katakana', 'ja', ['Jpan']],
  ['Hangul', 'ko', ['Kore']],
  ['Arabic', 'ar', ['Arab']],
  ['Hebrew', 'he', ['Hebr']],
  ['Cyrillic', 'ru', ['Cyrl']],
  ['Greek', 'el', ['Grek']],
  ['Devanagari', 'hi', ['Deva']],
  ['Bengali', 'bn', ['Beng']],
  ['Gurmukhi', 'pa', ['Guru']],
  ['Gujarati', 'gu', ['Gujr']],
  ['Oriya', 'or', ['Orya']],
  ['Tamil', 'ta', ['Taml']],
  ['Telugu', 'te', ['Telu']],
  ['Kannada', 'kn', ['Knda']],
  ['Malayalam', 'ml', ['Mlym']],
  ['Sinhala', 'si', ['Sinh']],
  ['Thai', 'th', ['Thai']],
  ['Myanmar', 'my', ['Mymr']],
  ['Georgian', 'ka', ['Geor']],
  ['Armenian', 'hy', ['Armn']],
  ['Ethiopic', 'am', ['Ethi']],
  ['Cherokee', 'chr-us-qaaa-x-west', ['Cher']],
];

const matchers = readers.map(([script, voice, ownedBy]) => ({
  voice,
  ownedBy,
  pattern: new RegExp(`^\\p{Script=${script}}$`, 'u'),
}));

/**
 * Splits a span into runs by who reads them. Digits, punctuation and spaces stay with the run before them; so do
 * single Greek and Cyrillic letters, whose names ("alpha") every voice knows. Offsets inside `kept` spans (what the
 * lexicon replaces) belong to the story's own voice.
 *
 * @param language BCP 47 tag of the story's voice.
 */
export function splitByScript(
  text: string,
  span: TextSpan,
  language: string,
  kept: readonly TextSpan[] = [],
): ScriptRun[] {
  // As most text is: nothing in it that every voice could not read.
  if (span.start < span.end && /^[\p{Script=Latin}\P{L}]*$/u.test(text.slice(span.start, span.end)))
    return [{ start: span.start, end: span.end, voice: undefined }];
  const own = scriptOf(language);
  const runs: ScriptRun[] = [];
  for (let at = span.start; at < span.end;) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    const next = at + character.length;
    const last = runs.at(-1);
    const isKept = kept.some(({ start, end }) => start <= at && at < end);
    const voice = isKept ? undefined : readerOf(character, own);
    if (last && (voice === 'same' || last.voice === voice)) last.end = next;
    else runs.push({ start: at, end: next, voice: voice === 'same' ? undefined : voice });
    at = next;
  }
  return mergeLoneLetters(text, runs);
}

/** The voice for a character; undefined = the story's own; 'same' = whoever is reading. */
function readerOf(character: string, own: string | undefined): string | undefined {
  if (!/\p{L}/u.test(character)) return 'same';
  if (/\p{Script=Latin}/u.test(character)) return undefined;
  const reader = matchers.find(({ pattern }) => pattern.test(character));
  return reader && !reader.ownedBy.includes(own ?? '') ? reader.voice : undefined;
}

function mergeLoneLetters(text: string, runs: ScriptRun[]): ScriptRun[] {
  const merged: ScriptRun[] = [];
  for (const run of runs) {
    const letters = text.slice(run.start, run.end).match(/\p{L}/gu)?.length ?? 0;
    const voice = letters <= 1 && (run.voice === 'el' || run.voice === 'ru') ? undefined : run.voice;
    const last = merged.at(-1);
    if (last && last.voice === voice) last.end = run.end;
    else merged.push({ ...run, voice });
  }
  return merged;
}

function scriptOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().script;
  } catch {
    return undefined;
  }
}
