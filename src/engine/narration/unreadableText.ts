import type { Problem } from '../problem.ts';
import { splitByScript } from './espeak/scripts.ts';
import { isKokoroVoice } from './kokoro/voiceId.ts';
import { findReplacements } from './lexicon.ts';

export interface ReadText {
  text: string;
  voice: string;
  /** BCP 47 tag of the voice. */
  language: string;
  lexicon: Record<string, string>;
}

/** The most that is spoken as one segment: two hours. UTF-16 units. */
const mostCharacters = 100_000;

/** A paragraph of a book's length: its sound and all its words would be in memory at once. */
export function tooLongText(text: string): Problem | undefined {
  if (text.length <= mostCharacters) return undefined;
  const count = (number: number) => number.toLocaleString('en');
  return {
    severity: 'error',
    code: 'text-too-long',
    message: `This paragraph has ${count(text.length)} characters, and at most ${count(mostCharacters)} can be spoken as one segment. Put an empty line between its parts.`,
  };
}

/**
 * What a voice would not read as it is meant, though it would say something: kanji, which espeak reads as Chinese, and
 * foreign scripts, which Kokoro spells letter by letter. What the lexicon replaces is well.
 */
export function unreadableText({ text, voice, language, lexicon }: ReadText): Problem | undefined {
  const kept = findReplacements(text, lexicon);
  const foreign = splitByScript(text, { start: 0, end: text.length }, language, kept).filter(
    (run) => run.voice !== undefined,
  );
  const words = (runs: typeof foreign) =>
    [...new Set(runs.map(({ start, end }) => tidy(text.slice(start, end))))].slice(0, 3).join(', ');
  if (isKokoroVoice(voice)) {
    if (foreign.length === 0) return undefined;
    const reader = foreign[0]!.voice!;
    return warning(
      `The voice ${voice} spells “${words(foreign)}” letter by letter: it does not read this script. Give the segment a voice of its own, such as “voice: ${reader}”, or say under “pronunciation:” how it is spoken.`,
    );
  }
  const kanji = foreign.filter((run) => run.voice === 'cmn');
  if (kanji.length === 0 || !isJapanese(text, language)) return undefined;
  const example = words(kanji.slice(0, 1));
  return warning(
    `The built-in voice cannot read kanji: it reads “${words(kanji)}” as Chinese. Write the reading in kana under “pronunciation:”${language.startsWith('ja') ? '' : ' and set “voice: ja”'}, for example “${example}: かんじ”, or use a recording.`,
  );
}

/** Han letters alone are Chinese; beside kana they are kanji. */
function isJapanese(text: string, language: string): boolean {
  return language.startsWith('ja') || /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
}

function tidy(part: string): string {
  return part.replace(/^[^\p{L}]+|[^\p{L}\p{M}]+$/gu, '').slice(0, 20);
}

function warning(message: string): Problem {
  return { severity: 'warning', code: 'text-not-readable', message };
}
