import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderSchema, sidecarKeyOrder, sidecarSchema } from '../../../src/engine/story/schema.ts';
import type { Dice } from '../dice.ts';
import { goodSidecar, setKey, sidecarText, writeSidecar, type Lines, type Sidecar } from './goodStory.ts';
import { someRuns, wholeRun, type Family, type Input, type Place } from './input.ts';
import { mangleText } from './mangle.ts';
import { nastyPaths, nastyTexts, nastyYaml } from './nasty.ts';

/** Mostly a valid sidecar with one change, so that it gets far. New keys of the schema are tried by themselves. */
export const sidecars: Family = {
  name: 'sidecars',
  share: 350,
  async make(dice, place) {
    const kind = dice.below(20);
    if (kind < 9) return oneKey(dice, place);
    if (kind < 13) return oneOutput(dice, place);
    if (kind < 15) return folderSettings(dice, place);
    if (kind < 18) return mangled(dice, place);
    return structure(dice, place);
  },
};

const rootKeys = sidecarKeyOrder.root.filter((key) => key !== 'scenes' && key !== 'segments');
const sceneKeys = Object.keys(sidecarSchema.shape.scenes.unwrap().element.shape);

async function oneKey(dice: Dice, place: Place): Promise<Input> {
  const sidecar = goodSidecar();
  const where = dice.one(['root', 'root', 'root', 'scene', 'segment', 'segment'] as const);
  const lines = where === 'segment' ? dice.one(sidecar.segments) : sidecar[where];
  const keys = { root: rootKeys, scene: sceneKeys, segment: sidecarKeyOrder.segment }[where];
  const key = dice.one(keys);
  const yaml = nastyYaml(dice, place, key);
  setKey(lines, key, yaml);
  // Without a recording the segment is spoken: what the voice gets must bear it too.
  const spoken = dice.chance(0.1);
  if (spoken) removeKey(sidecar.segments[0]!, 'audio_file');
  await writeSidecar(place, sidecar);
  const namesOutput = key === 'output';
  return {
    what: `${where}: ${key}: ${shorten(yaml)}${spoken ? ', one segment spoken' : ''}`,
    runs: runsFor(dice),
    namesOutput,
  };
}

/** Where the video goes is the most dangerous thing that a sidecar says. */
async function oneOutput(dice: Dice, place: Place): Promise<Input> {
  const sidecar = goodSidecar();
  const path = dice.one(nastyPaths(place));
  setKey(sidecar.root, 'output', JSON.stringify(path));
  await writeSidecar(place, sidecar);
  return { what: `output: ${shorten(JSON.stringify(path))}`, runs: wholeRun, namesOutput: true };
}

async function folderSettings(dice: Dice, place: Place): Promise<Input> {
  const key = dice.one(Object.keys(folderSchema.shape));
  const yaml = nastyYaml(dice, place, key);
  await writeFile(join(place.folder, '.storyflow.yaml'), `${key}: ${yaml}\n`);
  return { what: `.storyflow.yaml: ${key}: ${shorten(yaml)}`, runs: runsFor(dice) };
}

async function mangled(dice: Dice, { folder }: Place): Promise<Input> {
  const { bytes, what } = mangleText(dice, sidecarText(goodSidecar()));
  await writeFile(join(folder, 'story.storyflow.yaml'), bytes);
  return {
    what: `sidecar ${what}`,
    runs: [...someRuns(dice), ...(dice.chance(0.2) ? [['init', 'STORY']] : [])],
  };
}

interface Structure {
  what: string;
  change(sidecar: Sidecar, dice: Dice): string | void;
}

/** @returns What stands behind the sidecar's text, if anything. */
const structures: Structure[] = [
  {
    what: '300 segments that are no paragraph',
    change: ({ segments }) => void segments.push(...many(300, (i): Lines => [['text', `Number ${i}.`]])),
  },
  { what: 'two segments of one id', change: ({ segments }) => setKey(segments[1]!, 'id', 'one') },
  {
    what: 'two segments of one text',
    change: ({ segments }) => setKey(segments[1]!, 'text', 'One small step.'),
  },
  { what: '20 000 unknown keys', change: () => many(20_000, (i) => `k${i}: ${i}\n`).join('') },
  {
    what: '5 000 pronunciations',
    change: () => `pronunciation:\n${many(5000, (i) => `  word${i}: other${i}\n`).join('')}`,
  },
  {
    what: '20 000 pronunciations of one spoken story',
    change: ({ segments }) => {
      removeKey(segments[0]!, 'audio_file');
      return `pronunciation:\n${many(20_000, (i) => `  word${i}: other${i}\n`).join('')}`;
    },
  },
  {
    what: 'pronunciations of odd words',
    change: ({ segments }, dice) => {
      removeKey(segments[0]!, 'audio_file');
      const words = many(5, () => dice.one(nastyTexts));
      return `pronunciation:\n${[...new Set(words)].map((word) => `  ${JSON.stringify(word)}: ${JSON.stringify(dice.one(nastyTexts))}\n`).join('')}`;
    },
  },
  { what: 'a key of control characters', change: () => '"a\\x1b[31mb\\u202ec": 1\n' },
  { what: 'a merge key', change: () => 'x: &x { framerate: 5 }\n<<: *x\n' },
  { what: 'two documents', change: () => '---\nframerate: 5\n' },
  { what: 'a directive', change: () => '%YAML 9.9\n---\nframerate: 5\n' },
  { what: 'a sequence 3 000 deep', change: () => `title: ${'['.repeat(3000)}${']'.repeat(3000)}\n` },
  { what: 'a mapping 500 deep', change: () => many(500, (i) => `${' '.repeat(i)}a:\n`).join('') },
  { what: 'a comment of 1 MB', change: () => `# ${'x'.repeat(1 << 20)}\n` },
  {
    what: 'a value of 5 MB',
    change: ({ root }) => setKey(root, 'title', JSON.stringify('x'.repeat(5 << 20))),
  },
  { what: '200 000 blank lines', change: () => '\n'.repeat(200_000) },
  { what: 'every key twice', change: (sidecar) => void sidecar.root.push(...sidecar.root) },
];

async function structure(dice: Dice, place: Place): Promise<Input> {
  const sidecar = goodSidecar();
  const chosen = dice.one(structures);
  const more = chosen.change(sidecar, dice);
  await writeSidecar(place, sidecar);
  if (typeof more === 'string') await appendFile(join(place.folder, 'story.storyflow.yaml'), more);
  return { what: chosen.what, runs: someRuns(dice) };
}

function runsFor(dice: Dice): string[][] {
  if (dice.chance(0.04))
    return [
      ['check', 'STORY'],
      ['init', 'STORY'],
      ['status', 'STORY'],
    ];
  return dice.chance(0.25) ? wholeRun : someRuns(dice);
}

function removeKey(lines: Lines, key: string): void {
  const at = lines.findIndex(([name]) => name === key);
  if (at >= 0) lines.splice(at, 1);
}

function many<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

export function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 100)}… (${text.length} characters)` : text;
}
