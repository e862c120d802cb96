/**
 * IPA → espeak's phoneme mnemonics (ASCII, after Kirshenbaum; espeak-ng docs/phonemes.md). No voice has them all:
 * each sound names its mnemonics in order of preference, and the first that the voice can make is taken.
 */
const sounds: Record<string, string> = {
  // vowels
  i: 'i i: I',
  iː: 'i: i',
  ɪ: 'I i',
  ᵻ: 'I# I i',
  y: 'y y: u',
  yː: 'y: y u:',
  ʏ: 'y Y',
  ɨ: 'i" I# I',
  ʉ: 'u" u# u:',
  ɯ: 'u- u# u:',
  u: 'u u: U',
  uː: 'u: u',
  ʊ: 'U u u:',
  e: 'e e: eI E',
  eː: 'e: e eI',
  ɛ: 'E e',
  ɛː: 'E: e@ E e:',
  ø: 'Y Y: W @',
  øː: 'Y: Y 3:',
  œ: 'W Y 3:',
  ə: '@ @2 3',
  ɘ: '@ @2',
  ɵ: '@ U',
  ɚ: '3 @ 3:',
  ɜ: '3 3: V @',
  ɜː: '3: 3 @:',
  ɝ: '3: 3',
  ɤ: 'o- V @',
  o: 'o o: oU O',
  oː: 'o: o oU',
  ɔ: 'O o 0',
  ɔː: 'O: O o:',
  ɐ: 'a# a @',
  ʌ: 'V a @',
  æ: 'a E',
  a: 'a A aa',
  aː: 'a: a A:',
  ɑ: 'A A: a:',
  ɑː: 'A: A a:',
  ɒ: '0 O A:',
  ɑ̃: 'A~ A: a:',
  ɔ̃: 'O~ O:',
  ɛ̃: 'E~ E',
  œ̃: 'W~ E~ W',
  eɪ: 'eI',
  aɪ: 'aI',
  ɔɪ: 'OI',
  oʊ: 'oU',
  əʊ: 'oU @U',
  aʊ: 'aU',
  ɪə: 'i@',
  eə: 'e@',
  ʊə: 'U@',
  ɛɹ: 'e@',
  // consonants
  p: 'p',
  b: 'b',
  t: 't',
  d: 'd',
  ʈ: 't. t',
  ɖ: 'd. d',
  c: 'c k',
  ɟ: 'J g',
  k: 'k',
  ɡ: 'g',
  q: 'q k',
  ɢ: 'G g',
  ʔ: '?',
  m: 'm',
  ɱ: 'M m',
  n: 'n',
  ɳ: 'n. n',
  ɲ: 'n^ n',
  ŋ: 'N n',
  ʙ: 'b',
  r: 'r R',
  ʀ: 'R r',
  ʁ: 'r" R r',
  ɹ: 'r r-',
  ɾ: '* ** r',
  ɽ: '*. r',
  ɸ: 'F f',
  β: 'B v',
  f: 'f',
  v: 'v',
  θ: 'T t',
  ð: 'D d',
  s: 's',
  z: 'z',
  ʃ: 'S s',
  ʒ: 'Z z',
  ʂ: 's. S',
  ʐ: 'z. Z',
  ɕ: 'S; S',
  ʑ: 'Z; Z',
  ç: 'C C; h',
  ʝ: 'J^ j',
  x: 'x h k',
  ɣ: 'Q g',
  χ: 'X x h',
  ħ: 'H h',
  ʕ: '?',
  h: 'h',
  ɦ: 'h',
  ɬ: 'l# l',
  ʋ: 'v# v',
  ɻ: 'r. r',
  j: 'j',
  ɰ: 'Q w',
  l: 'l',
  ɭ: 'l. l',
  ɫ: 'L l',
  ʎ: 'l^ l',
  ʍ: 'w# w',
  w: 'w',
  ɥ: 'w" w',
  tʃ: 'tS',
  dʒ: 'dZ',
  ts: 'ts',
  dz: 'dz',
  tɕ: 'tS; tS',
  dʑ: 'dZ; dZ',
  n̩: 'n- @n n',
  l̩: '@L l- l',
  m̩: 'm- m',
  // prosody
  ˈ: "'",
  ˌ: ',',
  ' ': '||',
};

const longest = Math.max(...Object.keys(sounds).map((sound) => sound.length));
const prosody = new Set(["'", ',', '||']);

/** What is written differently and meant alike, and what espeak has no use for. */
function normalise(ipa: string): string {
  return ipa
    .normalize('NFD')
    .replaceAll('c\u0327', '\u00e7')
    .replace(/[\u0361\u035c.‿|_()]/gu, '')
    .replace(/[ʰʷʲˠˤⁿˡ˞˥-˩]/gu, '')
    .replace(/['’]/g, 'ˈ')
    .replace(/,/g, 'ˌ')
    .replaceAll(':', 'ː')
    .replaceAll('g', 'ɡ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Each sound of an IPA transcription with its possible mnemonics; `unknown` lists symbols that are not IPA here. */
export function parseIpa(ipa: string): { sounds: string[][]; unknown: string[] } {
  const text = normalise(ipa);
  const found: string[][] = [];
  const unknown: string[] = [];
  for (let at = 0; at < text.length;) {
    let length = Math.min(longest, text.length - at);
    while (length > 0 && !Object.hasOwn(sounds, text.slice(at, at + length))) length--;
    if (length > 0) found.push(sounds[text.slice(at, at + length)]!.split(' '));
    else if (text[at] !== 'ː' && !/\p{M}/u.test(text[at]!)) unknown.push(text[at]!);
    at += Math.max(length, 1);
  }
  return { sounds: found, unknown };
}

/** All mnemonics that a voice must be asked about before {@link toMnemonics}. */
export function candidates(parsed: readonly string[][]): string[] {
  return [...new Set(parsed.flat())].filter((mnemonic) => !prosody.has(mnemonic));
}

/** The mnemonics to write between `[[` and `]]`; sounds that the voice lacks altogether are left out. */
export function toMnemonics(parsed: readonly string[][], canMake: (mnemonic: string) => boolean): string {
  let written = '';
  for (const choices of parsed) {
    const chosen = choices.find((mnemonic) => prosody.has(mnemonic) || canMake(mnemonic));
    if (chosen !== undefined) written += chosen;
  }
  return written;
}
