import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parseMarkdown } from '../../../src/engine/story/parseMarkdown.ts';

const spoken = (text: string): string[] => parseMarkdown(text).paragraphs.map((paragraph) => paragraph.text);
const pictures = (text: string): (string | undefined)[] =>
  parseMarkdown(text).paragraphs.map(({ picture }) => picture?.url);

describe('parseMarkdown', () => {
  it('speaks the words of a paragraph and none of its markup', () => {
    const cases: [string, string][] = [
      ['The *old* man **sat** ***down***.', 'The old man sat down.'],
      [
        'See [the sea](https://example.org "Sea") and [the shore][s].\n\n[s]: http://a.b',
        'See the sea and the shore.',
      ],
      ['He typed `ls` twice.', 'He typed ls twice.'],
      ['A <b>bold</b> <!-- never --> word.', 'A bold word.'],
      ['He said so.[^1]\n\n[^1]: In a letter.', 'He said so.'],
      ['Salt &amp; pepper &copy; &#8212; caf&eacute;.', 'Salt & pepper © — café.'],
      ['Not \\*emphasis\\*, 2 \\> 1.', 'Not *emphasis*, 2 > 1.'],
      ['He ~~ran~~ walked.', 'He walked.'],
      ['One\nsentence  on\n   three lines.', 'One sentence on three lines.'],
      ['Roses are red,  \nviolets are blue.\\\nEnd.', 'Roses are red,\nviolets are blue.\nEnd.'],
      ['A<br/>B', 'A\nB'],
      ['夜深了，\n他还在走。', '夜深了，他还在走。'],
      ['    An indented first line is prose.', 'An indented first line is prose.'],
      ['\tTabbed.', 'Tabbed.'],
      ['soft\u00adhyphen', 'softhyphen'],
      ['…?!', '…?!'],
      ['🎉', '🎉'],
    ];
    for (const [source, expected] of cases) assert.deepEqual(spoken(source), [expected], source);
  });

  it('speaks list items and quotations without their marks, each paragraph by itself', () => {
    const source = '> Quoted.\n>\n> Twice.\n\n- one\n- [x] two\n  1. deep\n';
    assert.deepEqual(spoken(source), ['Quoted.', 'Twice.', 'one', 'two', 'deep']);
  });

  it('leaves out what is not prose, and says so where words are lost', () => {
    const story = parseMarkdown(
      '---\ntitle: "Front"\n---\n\n***\n\n<!-- a\n\nnote -->\n\n```js\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n<p>Text</p>\n\nEnd.',
    );
    assert.deepEqual(
      story.paragraphs.map(({ text }) => text),
      ['End.'],
    );
    assert.deepEqual(
      story.notes.map(({ code }) => code),
      ['not-spoken', 'not-spoken', 'not-spoken'],
    );
    assert.equal(story.title, 'Front');
  });

  it('takes the first # heading as title and ## headings as scenes, and speaks no heading', () => {
    const story = parseMarkdown(
      'Before.\n\n# The *Title*\n\nOne.\n\n## First\n\nTwo.\n\n### Part\n\nThree.\n\nSecond\n---\n\nFour.\n\n## Empty\n',
    );
    assert.equal(story.title, 'The Title');
    assert.deepEqual(
      story.scenes.map(({ title, firstParagraph }) => [title, firstParagraph]),
      [
        ['First', 2],
        ['Second', 4],
        ['Empty', 5],
      ],
    );
    assert.deepEqual(
      story.paragraphs.map(({ text, scene }) => [text, scene]),
      [
        ['Before.', undefined],
        ['One.', undefined],
        ['Two.', 0],
        ['Three.', 0],
        ['Four.', 1],
      ],
    );
  });

  it('gives a picture to the paragraph that it stands in or before', () => {
    assert.deepEqual(pictures('![](in.png) Words.\n\nMore.'), ['in.png', undefined]);
    assert.deepEqual(pictures('![alt](before.png)\n\n## Scene\n\nWords.\n\nMore.'), [
      'before.png',
      undefined,
    ]);
    assert.deepEqual(pictures('Words ![a](<my picture.png> "title") here.'), ['my picture.png']);
    assert.deepEqual(pictures('![a][pic] Words.\n\n[pic]: img/a%20b.png'), ['img/a%20b.png']);
    assert.deepEqual(pictures('[![](in-link.png)](http://a.b) Words.'), ['in-link.png']);
    assert.deepEqual(pictures('<img alt="x" src="tag.png" width=20>\n\nWords <img src=\'own.png\'>.'), [
      'own.png',
    ]);
    assert.deepEqual(pictures('<!-- <img src="hidden.png"> -->\n\nWords.'), [undefined]);
    assert.deepEqual(pictures('# ![](title.png)\n\nWords.'), ['title.png']);
  });

  it('says which pictures no paragraph can have', () => {
    const notes = (text: string): string[] => parseMarkdown(text).notes.map(({ code }) => code);
    assert.deepEqual(notes('![](a.png) Words ![](b.png)'), ['picture-extra']);
    assert.deepEqual(notes('![](a.png)\n\n![](b.png)\n\nWords.'), ['picture-extra']);
    assert.deepEqual(notes('Words.\n\n![](late.png)'), ['picture-unused']);
  });

  it('gives exact source ranges, whatever the line ends', () => {
    for (const eol of ['\n', '\r\n', '\r']) {
      const source = ['# T', '', '> *One* 🎉', '> two', '', '- three'].join(eol);
      const ranges = parseMarkdown(source).paragraphs.map(({ start, end }) => source.slice(start, end));
      assert.deepEqual(ranges, [`*One* 🎉${eol}> two`, 'three']);
    }
  });

  it('has ordered, disjoint ranges and no empty paragraph for any text', () => {
    const fragment = fc.constantFrom(
      '# ',
      '## ',
      '- ',
      '> ',
      '\n',
      '\n\n',
      'word ',
      '*',
      '_',
      '`',
      '![](',
      'a.png)',
      '<',
      '>',
      '|',
      '---',
      '~~',
      '[^1]',
      '[',
      ']',
      '&amp;',
      '\\',
      '    ',
      '\t',
      '🎉',
      '\r\n',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 60 }), (fragments) => {
        const source = fragments.join('');
        let last = 0;
        for (const { text, start, end } of parseMarkdown(source).paragraphs) {
          assert.ok(text !== '' && last <= start && start < end && end <= source.length);
          last = end;
        }
      }),
      { numRuns: 300 },
    );
  });
});
