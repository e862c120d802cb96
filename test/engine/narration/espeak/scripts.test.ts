import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { splitByScript } from '../../../../src/engine/narration/espeak/scripts.ts';

const runs = (text: string, language: string) =>
  splitByScript(text, { start: 0, end: text.length }, language).map(({ start, end, voice }) => [
    voice,
    text.slice(start, end),
  ]);

describe('A text in several scripts', () => {
  it('is read by a voice for each, punctuation staying with what it follows', () => {
    assert.deepEqual(runs('He said 你好, and مرحبا!', 'en-US'), [
      [undefined, 'He said '],
      ['cmn', '你好, '],
      [undefined, 'and '],
      ['ar', 'مرحبا!'],
    ]);
  });

  it('is read by the story’s voice where that knows the script', () => {
    assert.deepEqual(runs('你好 ok', 'zh'), [[undefined, '你好 ok']]);
    assert.deepEqual(runs('你好', 'yue'), [[undefined, '你好']]);
    assert.deepEqual(runs('سلام', 'fa'), [[undefined, 'سلام']]);
    assert.deepEqual(runs('Привет 你', 'uk'), [
      [undefined, 'Привет '],
      ['cmn', '你'],
    ]);
  });

  it('leaves single letters of an alphabet to the story’s voice', () => {
    assert.deepEqual(runs('the α and Ω', 'en'), [[undefined, 'the α and Ω']]);
  });

  it('is covered whole, in order', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '中', 'б', 'α', 'ع', ' ', '.', '😀', 'か') }),
        (text) => {
          assert.equal(
            runs(text, 'en')
              .map(([, part]) => part)
              .join(''),
            text,
          );
        },
      ),
    );
  });
});
