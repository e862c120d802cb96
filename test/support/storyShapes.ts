/** A text that grows in one way, for tests and for measuring how reading it grows. */
export interface StoryShape {
  name: string;
  /** So many of it that reading takes about a tenth of a second. */
  size: number;
  /** `salt` makes one text differ from another of the same size. */
  text: (count: number, salt: string) => { storyText: string; sidecarText?: string };
}

const words =
  'the quick brown fox jumps over lazy dogs while rain falls on green hills beside old stone bridges';
const word = words.split(' ');

/** All but alike, and none the same. */
function sentence(i: number, salt: string): string {
  const said = Array.from({ length: 16 }, (_, k) => word[(i * 7 + k * ((i % 5) + 1)) % word.length]);
  return `Paragraph ${i} of ${salt} says ${said.join(' ')}.`;
}

function each(count: number, part: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => part(i)).join('');
}

const prose = (count: number, salt: string): string => each(count, (i) => `${sentence(i, salt)}\n\n`);

const story = (
  name: string,
  size: number,
  storyText: (count: number, salt: string) => string,
): StoryShape => ({
  name,
  size,
  text: (count, salt) => ({ storyText: `${storyText(count, salt)}\n\nThe end of ${salt}.\n` }),
});

const sidecar = (
  name: string,
  size: number,
  entry: (i: number, salt: string) => string,
  head = '',
): StoryShape => ({
  name,
  size,
  text: (count, salt) => ({
    storyText: `One of ${salt}.\n`,
    sidecarText: `# ${salt}\n${head}${each(count, (i) => entry(i, salt))}`,
  }),
});

const together = (
  name: string,
  size: number,
  storyText: (count: number, salt: string) => string,
  head: string,
  entry: (i: number, salt: string) => string,
): StoryShape => ({
  name,
  size,
  text: (count, salt) => ({
    storyText: storyText(count, salt),
    sidecarText: `# ${salt}\n${head}${each(count, (i) => entry(i, salt))}`,
  }),
});

const scenes = (count: number, salt: string): string =>
  each(count, (i) => `## Scene ${i}\n\n${sentence(i, salt)}\n\n`);

export const storyShapes: readonly StoryShape[] = [
  story('paragraphs', 2000, prose),
  story('paragraphs with markup', 500, (n, salt) => each(n, (i) => `*${sentence(i, salt)}* & **more**\n\n`)),
  story('paragraphs beside a code block', 2000, (n, salt) => `\`\`\`\ncode\n\`\`\`\n\n${prose(n, salt)}`),
  story('paragraphs that are the same', 4000, (n) => 'The same.\n\n'.repeat(n)),
  story('blank lines', 200_000, (n) => `One.${'\n'.repeat(n)}`),
  story('lists in each other', 400, (n) => each(n, (i) => `${'  '.repeat(i)}- item\n`)),
  story('quotations in each other', 4000, (n) => `${'> '.repeat(n)}deep\n`),
  story('items of a list', 2000, (n) => '- item\n'.repeat(n)),
  story('items of lists in lists', 500, (n) => '- one\n  - two\n    - three\n'.repeat(n)),
  story('footnotes', 500, (n) => each(n, (i) => `Noted.[^${i}]\n\n[^${i}]: Note.\n\n`)),
  story('picture definitions', 500, (n) => each(n, (i) => `![a][p${i}] Seen.\n\n[p${i}]: p${i}.png\n\n`)),
  story('marks of emphasis', 1000, (n) => '*a_ '.repeat(n)),
  story('open comments', 1000, (n) => 'a <!-- '.repeat(n)),
  story('open brackets', 1000, (n) => '[a]('.repeat(n)),
  story('rows of a table', 500, (n) => `|a|b|\n|-|-|\n${'|c|d|\n'.repeat(n)}`),
  story('pictures of one paragraph', 500, (n) => each(n, (i) => `![](p${i}.png) `) + 'seen'),
  story('words of one paragraph', 20_000, (n) => 'word '.repeat(n)),
  together('segments', 1000, prose, 'segments:\n', (i, salt) => {
    return `  - id: s${i}\n    text: ${sentence(i, salt)}\n    image_file: ${i}.jpg\n    voice: en-us\n`;
  }),
  together('segments rewritten', 1000, prose, 'segments:\n', (i, salt) => {
    return `  - id: s${i}\n    text: Once ${sentence(i + 1, salt).slice(10)} and more\n`;
  }),
  together('segments with one id', 2000, prose, 'segments:\n', (i, salt) => {
    return `  - id: s\n    text: ${sentence(i, salt)}\n`;
  }),
  together('scenes', 1000, scenes, 'scenes:\n', (i) => `  - title: Scene ${i}\n    voice: en-us\n`),
  together('scenes mistyped', 1000, scenes, 'scenes:\n', (i) => `  - title: Scena ${i}\n`),
  sidecar('unknown keys', 2000, (i) => `key${i}: ${i}\n`),
  sidecar('keys that stand there twice', 4000, (i) => `title: ${i}\n`),
  sidecar('wrong values', 2000, () => '  - speed: fast\n', 'segments:\n'),
  sidecar('pronunciations', 2000, (i) => `  word${i}: wurd\n`, 'pronunciation:\n'),
  sidecar('aliases', 2000, (i) => `key${i}: *a\n`, 'title: &a One\n'),
  {
    name: 'lists of YAML in each other',
    size: 2000,
    text: (n, salt) => ({
      storyText: `One of ${salt}.`,
      sidecarText: `a: ${'['.repeat(n)}${']'.repeat(n)}\n`,
    }),
  },
];
