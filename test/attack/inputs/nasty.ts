import type { Dice } from '../dice.ts';
import type { Place } from './input.ts';

/** Texts that break what joins, prints, matches or looks up texts. */
export const nastyTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\x1b[31mred\x1b[0m\x1b]0;title\x07',
  '\x1b[2J\x1b[H',
  '\x9b31m',
  '\u202egnp.exe',
  'a\u2066b\u2069c\u200e\u200f\u061c',
  'two\nlines',
  'tab\tand\rreturn',
  'toString',
  '__proto__',
  'constructor',
  'null',
  '$(touch pwned)',
  '`touch pwned`; touch pwned | touch pwned',
  '-y',
  '--output',
  "it's %s %d %n {{x}} ${x}",
  '(((((',
  '[a-',
  '.*'.repeat(50),
  '\ud83d\ude00 \u0301\u0302\u0303 \u200b\ufeff',
  '\ud800',
  'ı İ ß ﬁ Ǆ',
  'א‎ב‏ג',
  'x'.repeat(300),
  'x'.repeat(5000),
  'word '.repeat(30_000),
];

/**
 * Paths that lead out, to no file, or to another protocol. Where a guard is missing they are written to, by whoever runs
 * the tests, perhaps as root: none may name anything outside the attack's own folders.
 */
export function nastyPaths({ victims }: Place): string[] {
  return [
    '.',
    '..',
    '',
    'images',
    'images/',
    'story.md',
    'story.storyflow.yaml',
    '.storyflow',
    '.storyflow/story/render.json',
    '.storyflow/story/evil.mp4',
    'output',
    'output/story/final.mp4',
    'output/story/final.mp4/x.mp4',
    'a/b/../../c.mp4',
    'images/a.png',
    'images/a.mp4',
    'nosuch/nosuch.png',
    'final.mp4.',
    'final.mp4 ',
    'final.MP4',
    'CON.mp4',
    'a:b.mp4',
    '\\\\server\\share\\x.mp4',
    'C:\\Windows\\x.mp4',
    '~/.bashrc',
    `${victims}/secret.wav`,
    `${victims}/film.mp4`,
    `${victims}/notes.txt`,
    `${victims}/new/film.mp4`,
    '../victims/secret.wav',
    '../victims/film.mp4',
    '../victims/picture.png',
    `${'../'.repeat(40)}${victims.slice(1)}/letter.txt`,
    `${victims}/device.mp4`,
    `${victims}/fifo`,
    'file:///etc/passwd',
    'http://127.0.0.1:9/x.png',
    'https://127.0.0.1:9/x.mp4',
    'concat:sounds/a.wav|sounds/b.wav',
    'pipe:0',
    'subfile,,start,0,end,9,,:/etc/passwd',
    'data:image/png;base64,AAAA',
    'images/%03d.png',
    'images/*.png',
    'images/a.png[0]',
    '\0',
    'images/a\0.png',
    'images/\x1b[31m.png',
    'images/\u202egnp.exe',
    'images/' + 'x'.repeat(300) + '.png',
    'd/'.repeat(2500) + 'x.png',
  ];
}

/** For keys that only say what is read, the machine's own files and devices too. */
export function nastyReads(place: Place): string[] {
  return [
    ...nastyPaths(place),
    ...[
      '/',
      '/etc/passwd',
      '/dev/zero',
      '/dev/full',
      '/dev/stdin',
      '/dev/tty',
      '/dev/random',
      '/proc/self/mem',
    ],
    ...['/proc/kmsg', '/proc/self/fd/0', '/proc/self/environ', '//server/share/x.png'],
  ];
}

/** YAML that stands for a value of any key. Some of it is more than one value; that is meant. */
export function nastyYaml(dice: Dice, place: Place, key: string): string {
  const kind = dice.below(10);
  if (kind < 4)
    return JSON.stringify(
      dice.one([...nastyTexts, ...(key === 'output' ? nastyPaths(place) : nastyReads(place))]),
    );
  if (kind < 7) return dice.one(oddNumbers);
  return dice.one(oddYaml);
}

export const oddNumbers: readonly string[] = [
  ...['0', '-0', '1', '-1', '2', '3', '15', '16', '17', '18', '0.49', '0.5', '0.9999', '1.0001', '2.01'],
  ...['10', '10.1', '30', '30.5', '-40', '-41', '-5', '-4.9', '119', '120', '121', '16384', '16386'],
  ...[
    '1e3',
    '1e308',
    '1e309',
    '-1e308',
    '5e-324',
    '.inf',
    '-.inf',
    '.nan',
    '9007199254740993',
    '0x10',
    '0o17',
  ],
  ...['1_000', '"12"', '"1e3"', '1:30', '+5', '99999999999999999999999999', '0b1'],
];

const oddYaml: readonly string[] = [
  'null',
  '~',
  'true',
  'no',
  '[]',
  '{}',
  '[[]]',
  '[1, 2]',
  '{ a: 1 }',
  '{ ? [x] : y }',
  '2020-01-01',
  '!!binary aGk=',
  '!!set { a }',
  '!!js/function "function () {}"',
  '!unknown x',
  '&a x',
  '*nowhere',
  '&l [*l]',
  '|\n    a block\n    of text',
  '"unclosed',
  '[unclosed',
  "'it''s'",
  '@reserved',
  '%directive',
  '"\\x00\\x1b\\u202e"',
  '"\\ud800"',
  `[${'['.repeat(300)}${']'.repeat(300)}]`,
  `{ ${Array.from({ length: 300 }, (_, i) => `k${i}: ${i}`).join(', ')} }`,
  `[&a [x,x,x,x,x,x,x,x,x], &b [*a,*a,*a,*a,*a,*a,*a,*a,*a], &c [*b,*b,*b,*b,*b,*b,*b,*b], [*c,*c,*c,*c,*c,*c,*c,*c]]`,
  '100k',
  '"8000k"',
  '"1k"',
  '"999999999M"',
  '"0.1k"',
  'lossless',
  'ultrafast',
  'placebo',
  'medium',
  'libx264',
  'libx265',
  'h264_nvenc',
  'mpeg4',
  'rawvideo',
  '"#102030"',
  '"#1020"',
  'de',
  'af_heart',
  'af_heart:0.6+bf_emma:0.4',
  'nosuchvoice',
  'zoom-in',
];
