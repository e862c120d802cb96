import { strict as assert } from 'node:assert';
import { parsePlainText } from '../../../src/engine/story/parsePlainText.ts';

describe('parsePlainText', () => {
  it('splits at blank lines and takes every character as it stands', () => {
    const source = '\n\n# Not *markup*\r\ngoes on\r\n \t\r\n  Second.  \n\n\n\nThird';
    const { paragraphs } = parsePlainText(source);
    assert.deepEqual(
      paragraphs.map(({ text }) => text),
      ['# Not *markup* goes on', 'Second.', 'Third'],
    );
    assert.deepEqual(
      paragraphs.map(({ start, end }) => source.slice(start, end)),
      ['# Not *markup*\r\ngoes on', 'Second.', 'Third'],
    );
  });

  it('finds nothing in an empty file', () => {
    for (const source of ['', '\n', ' \r\n\t\n']) assert.deepEqual(parsePlainText(source).paragraphs, []);
  });

  it('takes time in proportion to the text', () => {
    const line = `${'word '.repeat(20)}\n`;
    assert.equal(parsePlainText(line.repeat(5_000)).paragraphs.length, 1);
    assert.equal(parsePlainText('\n'.repeat(50_000)).paragraphs.length, 0);
    assert.equal(parsePlainText(`a${' '.repeat(50_000)}b`).paragraphs.length, 1);
  });
});
