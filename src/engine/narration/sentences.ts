import { isSpeakable, segmenter, type TextSpan } from './words.ts';

/**
 * Sentences of a paragraph in order, without the white space around them; each holds something speakable, so that
 * a lone dash or closing quote stays with its neighbour. Line breaks inside a paragraph end no sentence.
 *
 * @param language BCP 47 tag.
 */
export function splitSentences(text: string, language = 'en'): TextSpan[] {
  const flat = text.replace(/[\r\n\u0085\u2028\u2029]/g, ' ');
  const spans: TextSpan[] = [];
  let joinNext = false;
  for (const { segment, index } of segmenter(language, 'sentence').segment(flat)) {
    const end = index + segment.length;
    const last = spans.at(-1);
    if (last && (joinNext || !isSpeakable(segment))) last.end = end;
    else if (last && !isSpeakable(flat.slice(last.start, last.end))) last.end = end;
    else spans.push({ start: index, end });
    joinNext = endsInAbbreviation(segment);
  }
  return spans
    .filter((span) => isSpeakable(flat.slice(span.start, span.end)))
    .map((span) => trim(flat, span));
}

/** Unicode's rules end a sentence after "Mr." and "J."; a reader does not. */
const abbreviation =
  /(?:^|[\s("'“‘«[])(?:\p{Lu}|Mr|Mrs|Ms|Mx|Dr|Prof|St|Sr|Jr|Rev|Hon|Capt|Col|Gen|Lt|Sgt|Messrs|Mme|Mlle|Hr|Fr|Frl|Nr|No|vs|cf|ca|bzw|z\.\s?B|e\.g|i\.e|d\.h|Sra|Srta|Dña|Sig)\.\s*$/u;

function endsInAbbreviation(sentence: string): boolean {
  return abbreviation.test(sentence.slice(-24));
}

/**
 * Cuts a span into parts of at most `limit` UTF-16 units where it hurts least: after a clause mark, else at white
 * space, else between two characters. `mayCut` tells whether the text may be cut before an offset.
 */
export function splitLong(
  text: string,
  span: TextSpan,
  limit: number,
  mayCut: (offset: number) => boolean = () => true,
): TextSpan[] {
  const parts: TextSpan[] = [];
  let start = span.start;
  while (span.end - start > limit) {
    const cut = bestCut(text, start, start + limit, mayCut);
    parts.push(trim(text, { start, end: cut }));
    start = cut;
  }
  parts.push(trim(text, { start, end: span.end }));
  return parts.filter((part) => part.end > part.start);
}

function bestCut(text: string, start: number, end: number, mayCut: (offset: number) => boolean): number {
  const earliest = start + Math.floor((end - start) / 3);
  // A comma before a digit belongs to a number.
  for (const mark of [/^[,;:—–،؛、，；：。！？।](?!\d)/, /^\s/]) {
    for (let cut = end; cut > earliest; cut--)
      if (mark.test(text.slice(cut - 1, cut + 1)) && mayCut(cut)) return cut;
  }
  for (let cut = end; cut > earliest; cut--) if (!splitsCharacter(text, cut) && mayCut(cut)) return cut;
  return end;
}

function splitsCharacter(text: string, offset: number): boolean {
  return /^(?:[\udc00-\udfff]|\p{M}|\u200d|\ufe0f)/u.test(text.slice(offset, offset + 2));
}

function trim(text: string, { start, end }: TextSpan): TextSpan {
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return { start, end };
}
