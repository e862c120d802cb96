import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { markdownChunks } from '../../../src/engine/story/markdownChunks.ts';
import { markdownBlocks } from '../../../src/engine/story/markdownBlocks.ts';
import { storyBlocks, type StoryBlock } from '../../../src/engine/story/storyBlocks.ts';

const plain = ({ kind, text, depth, pictures, note, start, end }: StoryBlock): unknown => [
  kind,
  text,
  depth,
  pictures.map((picture) => [picture.url, picture.start, picture.end]),
  note && [note.code, note.start, note.end],
  start,
  end,
];

/** As the parser reads the whole text at once. */
function asWhole(text: string): unknown[] {
  return storyBlocks(text, { frontMatter: true }).blocks.map(plain);
}

describe('markdownChunks', () => {
  it('cuts ordinary prose at its paragraphs', () => {
    assert.equal(markdownChunks('# T\n\nOne\nline.\n\n![](a.png)\n\n- a\n\n  b\n\nTwo.\n').length, 5);
    assert.equal(markdownChunks('---\na: b\n\nc: d\n---\n\nOne.\n\n<!-- x -->\n\nTwo.').length, 4);
  });

  it('means the same in pieces as whole, for any text', () => {
    const line = fc.constantFrom(
      'word',
      'Words *here',
      'and* there',
      '# Title',
      '## Scene',
      '- item',
      '1. one',
      '2) two',
      '> quote',
      '> - deep',
      '  indented',
      '    far',
      '\tTab',
      '```',
      '~~~',
      '---',
      '===',
      '+++',
      '***',
      '<!-- open',
      'close -->',
      '<!-- c -->',
      '<div>',
      '</div>',
      '<img src="a.png">',
      '<pre>',
      '</pre>',
      '<?php',
      '?>',
      '<!DOCTYPE x',
      '<script>',
      '- <pre>',
      '> ```',
      '[a]: b.png',
      '![x][a]',
      '[^1]: note',
      'ref[^1]',
      '| a | b |',
      '|---|---|',
      '![](p.png)',
      '[x]',
      '[ ] y',
      '- [x] done',
      '[a',
      'b]: c.png',
      'title: x',
      '\\',
      '&amp;',
      '\u3000宽',
      '* item',
      '- two',
      '- [a]: d.png',
      '> [a]: e.png',
      '> ![x][a',
      '![a] and [b]',
      '[b]: <x y.png> "t"',
      '    [^1]: far note',
      '[^2]: other',
      'ref[^2] [^1]',
      '* * *',
      '- - -',
      '-',
      '1984 was',
      'plain words',
      '“Quoted,” he said.',
      'hard  ',
      'nbsp\u00a0here',
      '      ```',
      ' ```js',
      '- ```',
    );
    const lines = fc.array(fc.oneof(line, fc.constantFrom('', '', ' ')), { maxLength: 14 });
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n', '\r'), (parts, eol) => {
        const text = parts.join(eol);
        assert.deepEqual(markdownBlocks(text).map(plain), asWhole(text));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 600) },
    );
  });
});
