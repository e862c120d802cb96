import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { printable, printableLine, printableLines } from '../../src/engine/printable.ts';

/** Controls but line break and tab, characters of direction, breaks that only some see. Written apart from the code. */
const forbidden =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]/;

const nasty = fc.constantFrom(
  ...['\u001b[2J', '\u001b]0;title\u0007', '\u009b31m', '\r', '\r\n', '\b', '\0', '\u007f', '\u0085'],
  ...['\u202e', '\u2066', '\u2069', '\u200f', '\u061c', '\u2028', '\ufeff', '\u{e0041}', '\u{e007f}'],
  ...[
    '🏴',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    '\ud83d',
    '\udc00',
    '\u200d',
    ' ',
    '\n',
  ],
);
const anything = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.constant('x'.repeat(450))), { maxLength: 30 })
  .map((parts) => parts.join(''));

describe('what people are shown', () => {
  it('holds no control character and nothing that turns its direction, whatever it was made of', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 20, max: 3000 }), (text, longest) => {
        for (const shown of [printable(text), printableLines(text), printableLine(text, longest)])
          assert.doesNotMatch(shown, forbidden);
        assert.doesNotMatch(printableLine(text, longest), /[\n\t]/);
      }),
    );
  });

  it('stays as it is when it is shown again', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 20, max: 3000 }), (text, longest) => {
        const line = (one: string) => printableLine(one, longest);
        for (const show of [printable, printableLines, line]) assert.equal(show(show(text)), show(text));
      }),
    );
  });

  it('is as long as may be read', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 20, max: 3000 }), (text, longest) => {
        assert.ok(printableLine(text, longest).length <= longest);
        for (const line of printableLines(text).split('\n')) assert.ok(line.length <= 2000);
      }),
    );
    const id = 'i'.repeat(100_000);
    const shown = printableLine(`There are two segments "${id}": rename one.`);
    assert.match(shown, /^There are two segments "i{199}…i+": rename one\.$/);
  });

  it('is what was written, in every script', () => {
    for (const text of [
      'Zwölf Boxkämpfer jagen Eva über den großen Sylter Deich.\n\tNaïve façade.',
      'שלום עולם — «مرحبا بالعالم» (فارسی: می\u200cخواهم) हिन्दी क्\u200dष 你好，世界。 日本語 한국어 ไทย\u200bไทย',
      '👩\u200d👩\u200d👧\u200d👦 ❤\ufe0f 🏳\ufe0f\u200d🌈 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} e\u0301 葛\u{e0100}',
      'C:\\stories\\\\fox.png “quoted” \u00a0\u202f soft\u00adhyphen',
    ]) {
      assert.equal(printable(text), text);
      assert.equal(printableLines(text), text);
    }
  });

  it('names what it has taken the power of', () => {
    assert.equal(printable('\u001b[31mred\u001b[0m'), '\\u{1b}[31mred\\u{1b}[0m');
    assert.equal(printable('photo\u202egnp.exe'), 'photo\\u{202e}gnp.exe');
    assert.equal(printable('a\r\nb\rc'), 'a\nb\\u{d}c');
  });

  it('costs no more than its length', () => {
    for (const part of ['\u001b', ' ', '🏴', '\u{e0041}', '\n', 'x']) {
      const text = part.repeat(200_000);
      assert.ok(printableLine(text).length <= 2000);
      assert.ok(printableLines(text).length > 0);
    }
  });
});
