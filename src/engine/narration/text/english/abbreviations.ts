import type { Rule } from '../spoken.ts';

/** Said in full wherever they stand; the full stop belongs to them. */
const always: Record<string, string> = {
  'Mr.': 'Mister',
  'Mrs.': 'Missis',
  'Ms.': 'Miz',
  'Messrs.': 'Messieurs',
  'Mx.': 'Mix',
  'Prof.': 'Professor',
  'Rev.': 'Reverend',
  'Hon.': 'Honourable',
  'Gen.': 'General',
  'Col.': 'Colonel',
  'Sgt.': 'Sergeant',
  'Capt.': 'Captain',
  'Lt.': 'Lieutenant',
  'Cmdr.': 'Commander',
  'Maj.': 'Major',
  'Gov.': 'Governor',
  'Sen.': 'Senator',
  'Rep.': 'Representative',
  'Pres.': 'President',
  'Supt.': 'Superintendent',
  'Fr.': 'Father',
  'Br.': 'Brother',
  'Adm.': 'Admiral',
  'Cpl.': 'Corporal',
  'Pvt.': 'Private',
  'Amb.': 'Ambassador',
  'vs.': 'versus',
  'approx.': 'approximately',
  'dept.': 'department',
  'Dept.': 'Department',
  'est.': 'established',
  'ca.': 'circa',
  'cf.': 'compare',
  'viz.': 'namely',
  'misc.': 'miscellaneous',
  'apt.': 'apartment',
  'Apt.': 'Apartment',
  'e.g.': 'for example',
  'i.e.': 'that is',
  'a.k.a.': 'A K A',
  'N.B.': 'nota bene',
  'P.S.': 'P S',
  'Ph.D.': 'P H D',
  'Mt.': 'Mount',
  'Ft.': 'Fort',
  'Vol.': 'Volume',
  'vol.': 'volume',
  'ch.': 'chapter',
  'Ch.': 'Chapter',
  'Fig.': 'Figure',
  'fig.': 'figure',
  'Sec.': 'Section',
  'Ed.': 'Editor',
  'Univ.': 'University',
  'Assn.': 'Association',
  'Gr.': 'Grade',
  'Hwy.': 'Highway',
  'Pkwy.': 'Parkway',
};
/** May also end a sentence: their full stop then stays. */
const final: Record<string, string> = {
  'etc.': 'et cetera',
  'Inc.': 'Incorporated',
  'Ltd.': 'Limited',
  'Co.': 'Company',
  'Corp.': 'Corporation',
  'Bros.': 'Brothers',
  'Jr.': 'Junior',
  'Sr.': 'Senior',
  'Esq.': 'Esquire',
  'Ave.': 'Avenue',
  'Blvd.': 'Boulevard',
  'Rd.': 'Road',
  'Ln.': 'Lane',
  'Sq.': 'Square',
  'Pl.': 'Place',
  'Ct.': 'Court',
  'et al.': 'et al',
  'a.s.a.p.': 'A S A P',
  'incl.': 'including',
  'excl.': 'excluding',
  'max.': 'maximum',
  'min.': 'minimum',
};
/** Capitals that espeak would read as a word, or a word that it would spell. */
const spelled: Record<string, string> = {
  NYC: 'N Y C',
  IQ: 'I Q',
  VIP: 'V I P',
  FAQ: 'F A Q',
  PhD: 'P H D',
  UFO: 'U F O',
  ETA: 'E T A',
  DIY: 'D I Y',
  ICU: 'I C U',
  POW: 'P O W',
  MIA: 'M I A',
  RIP: 'R I P',
  USB: 'U S B',
  LED: 'L E D',
  CEO: 'C E O',
  ATM: 'A T M',
  UAE: 'U A E',
};
const escape = (names: Record<string, string>) =>
  Object.keys(names)
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll('.', '\\.').replaceAll(' ', '\\s'))
    .join('|');

export const abbreviationRules: readonly Rule[] = [
  // Doctor before a name, Drive after one; Saint and Street alike
  {
    pattern: /\b(?:Dr|DR)\.?(?=\s\p{Lu})/gu,
    say: (match, { text }) => (followsName(text, match.index) ? 'Drive' : 'Doctor'),
  },
  {
    pattern: /(?<=\p{Lu}\p{L}+\s)Dr(?:\.|(?![.\p{L}]))(?!\s\p{Lu}\p{Ll}+\s\p{Lu})/gu,
    say: (match, c) => keepStop('Drive', match, c.text),
  },
  {
    pattern: /\bSt\.?(?=\s\p{Lu})/gu,
    say: (match, { text }) => {
      if (!followsName(text, match.index))
        return newSentence.test(text.slice(match.index + match[0].length)) ? 'Street.' : 'Saint';
      return 'Street';
    },
  },
  { pattern: /(?<=\p{L}\s)St(?:\.|(?![.\p{L}]))/gu, say: (match, c) => keepStop('Street', match, c.text) },
  { pattern: /\b(Mr|Mrs|Ms|Prof)(?=\s\p{Lu})/gu, say: ([, title]) => always[`${title!}.`] },
  {
    pattern: new RegExp(`(?<![\\p{L}.])(?:${escape(always)})(?!\\p{L})`, 'gu'),
    say: ([whole]) => always[whole.replace(/\s/g, ' ')],
  },
  {
    pattern: new RegExp(`(?<![\\p{L}.])(?:${escape(final)})(?!\\p{L})`, 'gu'),
    say: (match, { text }) => keepStop(final[match[0].replace(/\s/g, ' ')]!, match, text),
  },
  { pattern: /\b[Nn]os?\.(?=\s?\d)/g, say: ([whole]) => (/s\.$/.test(whole) ? 'numbers' : 'number') },
  { pattern: /\bpp\.(?=\s?\d)/g, say: () => 'pages' },
  { pattern: /(?<![\p{L}.])p\.(?=\s?\d)/gu, say: () => 'page' },
  { pattern: /(?<![\p{L}.])c\.(?=\s?\d{3,4}\b)/gu, say: () => 'circa' },
  // U.S.A., J.R.R., Ph.D.
  {
    pattern: /(?<![\p{L}.])(?:\p{Lu}\.){2,}(?!\p{L})/gu,
    say: (match, { text }) => keepStop([...match[0].replaceAll('.', '')].join(' '), match, text, newSentence),
  },
  // J. K. Rowling
  {
    pattern: /(?<![\p{L}.'’])(\p{Lu})\.(?=\s(?:\p{Lu}\.|\p{Lu}\p{Ll}))/gu,
    say: (match, { text }) => initial(match[1]!, text.slice(match.index + match[0].length), text),
  },
  { pattern: /\bw\/o\b/g, say: () => 'without' },
  { pattern: /\bw\/(?=\s|\p{L})/gu, say: () => 'with ' },
  { pattern: /\b(?:and\/or)\b/gi, say: () => 'and or' },
  {
    pattern: /\b(he|she|him|her|his|hers)\/(he|she|him|her|his|hers)\b/gi,
    say: ([, a, b]) => `${a!} or ${b!}`,
  },
  {
    pattern: new RegExp(`(?<![\\p{L}\\d.])(?:${escape(spelled)})(?=(?:s|['’]s)?(?![\\p{L}\\d]))`, 'gu'),
    say: ([whole]) => spelled[whole],
  },
];

const newSentence =
  /^\s(?:The|Then|It|He|She|They|We|I|In|On|At|A|An|But|And|There|This|That|When|After|You|My|His|Her)\b/;

/** "Elm Dr. Suite 5": after a capitalised word that is no sentence opener, it is the end of an address. */
function followsName(text: string, index: number): boolean {
  return /\d+\s(?:\p{Lu}\p{L}+\s)+$/u.test(text.slice(0, index));
}

function keepStop(
  words: string,
  match: RegExpExecArray,
  text: string,
  sentence = /^["”’)]*(?:\s+["“‘(]?\p{Lu}|\s*$)/u,
): string {
  const after = text.slice(match.index + match[0].length);
  const ends = match[0].endsWith('.') && (sentence.test(after) || /^["”’)]*\s*$/u.test(after));
  return ends ? `${words}.` : words;
}

/** One capital and a full stop is an initial before a name, and the end of a sentence after "vitamin" or "plan". */
function initial(letter: string, after: string, text: string): string | undefined {
  if (newSentence.test(after)) return undefined;
  return letter === 'I' && !/\bI\.\s\p{Lu}\./u.test(text) ? undefined : letter;
}
