import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { markdownChunks } from '../../../src/engine/story/markdownChunks.ts';
import { storyBlocks, type StoryBlock } from '../../../src/engine/story/storyBlocks.ts';

const plain = ({ kind, text, depth, pictures, note, start, end }: StoryBlock, by: number): unknown => [
  kind,
  text,
  depth,
  pictures.map((picture) => [picture.url, picture.start + by, picture.end + by]),
  note && [note.code, note.start + by, note.end + by],
  start + by,
  end + by,
];

function inPieces(text: string): unknown[] {
  return markdownChunks(text).flatMap(({ start, end }) =>
    storyBlocks(text.slice(start, end), { frontMatter: start === 0 }).map((block) => plain(block, start)),
  );
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
    );
    const lines = fc.array(fc.oneof(line, fc.constantFrom('', '', ' ')), { maxLength: 14 });
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n', '\r'), (parts, eol) => {
        const text = parts.join(eol);
        assert.deepEqual(
          inPieces(text),
          storyBlocks(text, { frontMatter: true }).map((block) => plain(block, 0)),
        );
      }),
      { numRuns: 600 },
    );
  });
});
