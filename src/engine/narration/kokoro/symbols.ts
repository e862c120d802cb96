/**
 * IPA, one string a phoneme as espeak-ng names them, → the symbols that Kokoro was trained on: diphthongs and
 * affricates are one letter each, and the accents differ. After hexgrad/misaki's published tables (EN_PHONES.md and
 * its espeak fallback, Apache-2.0): facts, not code.
 */
export type Accent = 'american' | 'british' | 'other';

/** Phonemes that are one symbol, in every accent. Only whole phonemes: the "tʃ" of "nutshell" stays two. */
const wholePhonemes: Record<string, string> = {
  eɪ: 'A',
  aɪ: 'I',
  aʊ: 'W',
  ɔɪ: 'Y',
  oʊ: 'O',
  əʊ: 'Q',
  tʃ: 'ʧ',
  dʒ: 'ʤ',
  ts: 'ʦ',
  dz: 'ʣ',
};
const english: Record<string, string> = {
  r: 'ɹ',
  x: 'k',
  ç: 'k',
  ɬ: 'l',
  ɐ: 'ə',
  ɚ: 'əɹ',
  əl: 'ᵊl',
  n̩: 'ᵊn',
  l̩: 'ᵊl',
  m̩: 'ᵊm',
  e: 'A',
  o: 'ɔ',
  ʔ: 't',
  ɜːɹ: 'ɜɹ',
  ɝ: 'ɜɹ',
  ɑ̃: 'ɑn',
  ɔ̃: 'ɔn',
  i̯: 'i',
};
const american: Record<string, string> = { ɜː: 'ɜɹ', ɾ: 'T', ɪə: 'iə' };
const british: Record<string, string> = { eə: 'ɛː', iə: 'ɪə', ɾ: 't' };

/** Kokoro's symbols for the phonemes of one word. Symbols outside the model's vocabulary are replaced later. */
export function toKokoro(phonemes: readonly string[], accent: Accent): string {
  const symbols = phonemes.map((phoneme) => onePhoneme(phoneme, accent)).join('');
  switch (accent) {
    case 'american':
      return symbols
        .replace(/ɹ+/g, 'ɹ')
        .replaceAll('ː', '')
        .replace(/[\u0303\u0329]/g, '');
    case 'british':
      // "station" ends in a small schwa in nearly all words of the British dictionary, in few of the American.
      return symbols.replace(/([ʃʒ])ən/g, '$1ᵊn').replace(/[\u0303\u0329]/g, '');
    case 'other':
      return symbols.replaceAll('-', '');
  }
}

function onePhoneme(phoneme: string, accent: Accent): string {
  // espeak marks a change of language as "(en)".
  if (/^\(.*\)$/.test(phoneme)) return '';
  const [, stress = '', bare = ''] = /^([ˈˌ]*)(.*)$/u.exec(
    phoneme.replaceAll('g', 'ɡ').replaceAll('ʲ', 'j'),
  )!;
  return stress + sound(bare, accent);
}

function sound(bare: string, accent: Accent): string {
  const own = { american, british, other: {} as Record<string, string> }[accent];
  const table = accent === 'other' ? wholePhonemes : { ...wholePhonemes, ...english, ...own };
  if (Object.hasOwn(table, bare)) return table[bare]!;
  // "ɑːɹ", "ɛɹ", "aɪɚ": the longest beginnings that the table knows.
  for (let length = bare.length - 1; length > 0; length--) {
    const head = bare.slice(0, length);
    if (Object.hasOwn(table, head)) return table[head]! + sound(bare.slice(length), accent);
  }
  const [first = '', ...rest] = bare;
  return rest.length > 0 ? first + sound(rest.join(''), accent) : first;
}

/** Splits a writer's IPA ("/həlˈoʊ/" without the slashes) into phonemes, ties and the longest known ones first. */
export function splitIpa(ipa: string): string[] {
  const text = ipa.normalize('NFC').replace(/['’]/g, 'ˈ').replaceAll(':', 'ː').trim();
  const known = [...Object.keys(wholePhonemes), ...Object.keys(british)].filter(
    (phoneme) => [...phoneme].length > 1,
  );
  const phonemes: string[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const stress = /^[ˈˌ]*/u.exec(rest)![0];
    const body = rest.slice(stress.length);
    const tied = /^(\p{L})[\u0361\u035c](\p{L})/u.exec(body);
    const whole =
      tied?.[0] ??
      known.find((phoneme) => body.startsWith(phoneme)) ??
      /^[^][ː\u0303\u0329]*/u.exec(body)?.[0] ??
      '';
    phonemes.push(stress + whole.replace(/[\u0361\u035c]/g, ''));
    at += Math.max(1, stress.length + whole.length);
  }
  return phonemes.filter((phoneme) => phoneme.trim() !== '' && phoneme !== '.');
}
