import type { Dice } from '../dice.ts';

/** Damage that knows nothing of formats. */
export function mangleBytes(dice: Dice, bytes: Buffer): { bytes: Buffer; what: string } {
  const at = dice.below(Math.max(1, bytes.length));
  const head = dice.below(Math.min(bytes.length, 200) + 1);
  switch (dice.below(9)) {
    case 0: {
      const copy = Buffer.from(bytes);
      const flips = 1 + dice.below(20);
      for (let i = 0; i < flips; i++) copy[dice.below(copy.length)]! ^= 1 << dice.below(8);
      return { bytes: copy, what: `${flips} bits flipped` };
    }
    case 1: {
      const copy = Buffer.from(bytes);
      const flips = 1 + dice.below(4);
      for (let i = 0; i < flips; i++) copy[dice.below(Math.max(1, head))] = dice.below(256);
      return { bytes: copy, what: `${flips} bytes of the first ${head} changed` };
    }
    case 2:
      return { bytes: bytes.subarray(0, at), what: `cut after ${at} bytes` };
    case 3:
      return { bytes: bytes.subarray(0, head), what: `cut after ${head} bytes` };
    case 4:
      return { bytes: bytes.subarray(at), what: `without its first ${at} bytes` };
    case 5: {
      const inserted = dice.bytes(1 + dice.below(64));
      const parts = [bytes.subarray(0, at), inserted, bytes.subarray(at)];
      return { bytes: Buffer.concat(parts), what: `${inserted.length} bytes put in at ${at}` };
    }
    case 6: {
      const copy = Buffer.from(bytes);
      copy.fill(dice.one([0, 0xff, 0x20]), at, Math.min(copy.length, at + dice.below(400)));
      return { bytes: copy, what: `a run of bytes painted over at ${at}` };
    }
    case 7:
      return { bytes: Buffer.concat([bytes, bytes, dice.bytes(30)]), what: 'twice, with rubbish behind' };
    default: {
      const copy = Buffer.from(bytes);
      const field = dice.below(Math.max(1, Math.min(copy.length - 4, 120)));
      const value = dice.one([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xffff]);
      if (copy.length >= 4) copy.writeUInt32LE(value, field);
      return { bytes: copy, what: `${value.toString(16)}h written at ${field}` };
    }
  }
}

/** Damage to a text: lines lost, doubled, moved; characters of other planes; other encodings. */
export function mangleText(dice: Dice, text: string): { bytes: Buffer; what: string } {
  const lines = text.split('\n');
  const at = dice.below(lines.length);
  const utf8 = (changed: string, what: string) => ({ bytes: Buffer.from(changed), what });
  switch (dice.below(11)) {
    case 0:
      return utf8(lines.toSpliced(at, 1).join('\n'), `line ${at + 1} lost`);
    case 1:
      return utf8(lines.toSpliced(at, 0, lines[at]!).join('\n'), `line ${at + 1} twice`);
    case 2:
      return utf8(lines.toReversed().join('\n'), 'lines in reverse');
    case 3:
      return utf8(lines.join('\r\n'), 'with CRLF');
    case 4:
      return utf8(lines.join('\r'), 'with CR alone');
    case 5:
      return utf8('\ufeff'.repeat(1 + dice.below(2)) + text, 'with byte order marks');
    case 6:
      return { bytes: Buffer.from(`\ufeff${text}`, 'utf16le'), what: 'in UTF-16' };
    case 7:
      return { bytes: Buffer.from(`Grüße\n${text}`, 'latin1'), what: 'in Latin-1' };
    case 8:
      return utf8(
        lines.with(at, `${'\t'.repeat(1 + dice.below(3))}${lines[at]!}`).join('\n'),
        `line ${at + 1} indented`,
      );
    case 9: {
      const character = dice.one([
        '\0',
        '\x1b',
        '\u202e',
        '\u2028',
        '\x85',
        '\x7f',
        '\ufffe',
        '\t',
        '"',
        '{',
        '&a ',
        '*a',
      ]);
      const place = dice.below(text.length + 1);
      const code = character.codePointAt(0)!.toString(16);
      return utf8(text.slice(0, place) + character + text.slice(place), `U+${code} put in at ${place}`);
    }
    default: {
      const damaged = mangleBytes(dice, Buffer.from(text));
      return { bytes: damaged.bytes, what: damaged.what };
    }
  }
}
