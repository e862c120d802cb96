import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dice } from '../dice.ts';
import { goodText } from './goodStory.ts';
import { someRuns, type Family, type Place } from './input.ts';
import { mangleText } from './mangle.ts';
import { nastyReads, nastyTexts } from './nasty.ts';
import { shorten } from './sidecars.ts';

/** Texts that a parser, a voice or a list of segments has to bear. */
export const stories: Family = {
  name: 'stories',
  share: 130,
  async make(dice, place) {
    const kind = dice.below(10);
    if (kind < 2) {
      const { bytes, what } = mangleText(dice, goodText);
      await writeFile(place.story, bytes);
      return { what: `story ${what}`, runs: someRuns(dice) };
    }
    if (kind < 4) {
      const name = dice.one(oddNames);
      await renameStory(place, name);
      return { what: `story called ${shorten(JSON.stringify(name))}`, runs: someRuns(dice) };
    }
    const [what, text] = kind < 6 ? nastyLine(dice, place) : dice.one(heavyTexts);
    await writeFile(place.story, dice.chance(0.5) ? `${goodText}\n${text}\n` : text);
    return { what, runs: text.length > 20_000 ? lookOnly(dice) : someRuns(dice) };
  },
};

/** Speaking a whole book takes its time, and is no attack. */
function lookOnly(dice: Dice): string[][] {
  return dice.one([
    [['status', 'STORY']],
    [['check', 'STORY', '--no-narrate']],
    [['status', 'STORY', '--json']],
    [['assets', 'STORY']],
  ]);
}

function nastyLine(dice: Dice, place: Place): [string, string] {
  const text = dice.one(nastyTexts);
  const path = dice.one(nastyReads(place));
  const line = dice.one([
    `# ${text}`,
    `## ${text}`,
    text,
    `- ${text}`,
    `> ${text}`,
    `![${text}](<${path}>)`,
    `![](${path})\nA paragraph.`,
    `[a]: ${path}\n\n![a]\nA paragraph.`,
    `<img src="${path}">\n\nA paragraph.`,
    `---\ntitle: ${JSON.stringify(text)}\n---\n\nA paragraph.`,
  ]);
  return [`story with the line ${shorten(JSON.stringify(line))}`, line];
}

const oddNames = [
  ...[
    '-rf.md',
    '--help.md',
    '..md.md',
    'a\nb.md',
    'a\x1b[31mb.md',
    '\u202edm.md',
    'con.md',
    'CON.txt',
    ' .md',
  ],
  ...[
    '%s%d.md',
    '$(touch pwned).md',
    "it's.md",
    '"quoted".md',
    'a:b.md',
    'final.md',
    'output.md',
    'cache.md',
  ],
  ...[
    'x'.repeat(200) + '.md',
    'ü'.repeat(100) + '.md',
    'story.storyflow.md',
    '.hidden.md',
    'a#b?c.md',
    'tmp.md',
  ],
  ...['story.MD', 'story.Markdown', 'concat:x.md', '😀.txt', '__proto__.md', 'toString.md', '*.md', '[a].md'],
];

async function renameStory(place: Place, name: string): Promise<void> {
  await mkdir(place.folder, { recursive: true });
  const story = join(place.folder, name);
  await rename(place.story, story);
  const stem = name.replace(/\.[^.]+$/, '');
  await rename(join(place.folder, 'story.storyflow.yaml'), join(place.folder, `${stem}.storyflow.yaml`));
  place.story = story;
}

const repeat = (text: string, times: number) => text.repeat(times);

/** Each was seconds, minutes or gigabytes for some parser once. */
const heavyTexts: readonly (readonly [string, string])[] = [
  ['block quotes 4 000 deep', `${repeat('> ', 4000)}x`],
  ['block quotes 100 000 deep', `${repeat('> ', 100_000)}x`],
  ['lists 300 deep', Array.from({ length: 300 }, (_, i) => `${repeat('  ', i)}- x`).join('\n')],
  ['lists 1 500 deep', Array.from({ length: 1500 }, (_, i) => `${repeat('  ', i)}- x`).join('\n')],
  ['lists 2 000 deep on one line', `${repeat('- ', 2000)}x`],
  ['100 000 brackets', repeat('[', 100_000)],
  ['20 000 pairs of brackets', repeat('[a](', 20_000)],
  ['100 000 asterisks', repeat('*', 100_000)],
  ['50 000 emphases', repeat('*a **b ', 50_000)],
  ['50 000 underscores', repeat('_a__', 50_000)],
  ['20 000 pictures unclosed', repeat('![', 20_000)],
  ['5 000 pictures', repeat('![a](images/a.png) ', 5000)],
  ['50 000 back ticks', repeat('`a``', 50_000)],
  ['30 000 angle brackets', repeat('<a ', 30_000)],
  ['a table of 3 000 columns', `${repeat('|a', 3000)}|\n${repeat('|-', 3000)}|\n${repeat('|b', 3000)}|`],
  ['a table of 5 000 rows', `|a|\n|-|\n${repeat('|b|\n', 5000)}`],
  ['10 000 footnotes', Array.from({ length: 10_000 }, (_, i) => `[^${i}]: x`).join('\n')],
  ['10 000 link definitions', Array.from({ length: 10_000 }, (_, i) => `[a${i}]: b`).join('\n')],
  ['10 000 scenes', Array.from({ length: 10_000 }, (_, i) => `## Scene ${i}`).join('\n\n')],
  ['5 000 paragraphs', Array.from({ length: 5000 }, (_, i) => `Paragraph ${i}.`).join('\n\n')],
  ['2 000 paragraphs alike', repeat('The same again.\n\n', 2000)],
  ['500 000 blank lines', repeat('\n', 500_000)],
  ['a paragraph of 3 MB', repeat('word ', 600_000)],
  ['a word of 1 MB', repeat('x', 1 << 20)],
  ['a line of 200 000 spaces', `a${repeat(' ', 200_000)}b`],
  ['a title of 140 000 characters', `# ${repeat('t', 140_000)}`],
  ['a NUL in the title', '# a\0b\n\nA paragraph.'],
  ['an unclosed comment', `<!-- ${repeat('a', 50_000)}`],
  ['an unclosed fence', '```\nnot spoken'],
  ['front matter that never ends', `---\n${repeat('a: 1\n', 3000)}`],
  ['front matter of aliases', '---\na: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n---\n\nText.'],
  ['10 000 entities', repeat('&amp;&#x1b;&#0;', 10_000)],
  ['50 000 combining accents', `a${repeat('\u0301', 50_000)}`],
  ['only punctuation', '… — !?\n\n***\n\n...'],
  ['only emoji', '😀😀😀\n\n🏳️‍🌈'],
  [
    'numbers for the voice',
    `${repeat('9', 400)} 1e999 99/99/9999 $${repeat('9', 60)}.99 ${repeat('1.', 200)}`,
  ],
  [
    'a deep path of headings',
    Array.from({ length: 3000 }, (_, i) => `${repeat('#', (i % 6) + 1)} ${i}`).join('\n'),
  ],
];
