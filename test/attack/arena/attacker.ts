// A long-lived process of its own that tries one input after another and says what is wrong. Whatever an input does to
// it, a hang or a crash, only this process is lost.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cli } from '../../support/cli.ts';
import { diceOf } from '../dice.ts';
import { families } from '../inputs/families.ts';
import { writeGoodStory } from '../inputs/goodStory.ts';
import type { Input, Place } from '../inputs/input.ts';
import { judgeAgreement, judgeAnswer, judgePass } from './judge.ts';
import { judgeFolder } from './judgeFolder.ts';
import { differences, snapshot, type Snapshot } from './snapshot.ts';
import { makeVictims } from './victims.ts';

/** What the pool asks for, one at a time. */
export interface Question {
  family: string;
  index: number;
  seed: number;
}

export interface Verdict {
  what: string;
  /** Empty when all is well. */
  wrong: string[];
  /** Highest memory of this process during the input, in megabytes; 0 where the system does not say. */
  megabytes: number;
  seconds: number;
}

/** Comes before the verdict: who never gives one has said what it was about. */
export interface Trying {
  trying: string;
}

const [root, materials] = [process.argv[2]!, process.argv[3]!];
const home = join(root, 'home');
const temporary = join(root, 'tmp');
const victims = join(root, 'victims');
for (const folder of [home, temporary, join(home, 'Documents')]) mkdirSync(folder, { recursive: true });
writeFileSync(join(home, '.bashrc'), 'PS1=$');
writeFileSync(join(home, 'Documents/work.txt'), 'work');
let untouched = prepareVictims();

process.on('message', (question: Question) => {
  void attack(question).then((verdict) => process.send!(verdict));
});

function prepareVictims(): Snapshot {
  rmSync(victims, { recursive: true, force: true });
  makeVictims(victims, materials);
  return snapshot(victims, { folderTimes: true });
}

async function attack({ family, index, seed }: Question): Promise<Verdict> {
  const folder = join(root, 'shared');
  const place: Place = { folder, story: join(folder, 'story.md'), victims, materials };
  const dice = diceOf(seed, family, index);
  const began = performance.now();
  forgetPeak();
  let input: Input = { what: 'an input that could not be made', runs: [] };
  const wrong: string[] = [];
  try {
    await writeGoodStory(place);
    input = await families.find(({ name }) => name === family)!.make(dice, place);
    process.send!({ trying: input.what } satisfies Trying);
    wrong.push(...(await tryInput(input, place)));
  } catch (error) {
    wrong.push(`threw ${error instanceof Error ? error.stack : String(error)}`);
  }
  rmSync(folder, { recursive: true, force: true });
  return { what: input.what, wrong, megabytes: peak(), seconds: (performance.now() - began) / 1000 };
}

async function tryInput(input: Input, place: Place): Promise<string[]> {
  const wrong: string[] = [];
  const homeBefore = snapshot(home, { without: ['.cache', '.local'] });
  let before = snapshot(place.folder);
  const ended: { argv: string[]; exitCode: number }[] = [];
  for (const run of input.runs) {
    const argv = run.map((word) => (word === 'STORY' ? place.story : word));
    const answer = await cli(argv, { cwd: place.folder, env: process.env });
    ended.push({ argv: run, exitCode: answer.exitCode });
    const about = (sentence: string) => `${run.join(' ')} ${sentence}`;
    wrong.push(...(await judgeAnswer(run, answer, input)).map(about));
    const after = snapshot(place.folder);
    wrong.push(...judgeFolder(run[0]!, before, after, input, place).map(about));
    before = after;
    wrong.push(...(await processesLeft()).map(about));
  }
  wrong.push(...judgeAgreement(ended), ...judgePass(ended, input));
  wrong.push(...judgeSurroundings(homeBefore));
  return wrong;
}

function judgeSurroundings(homeBefore: Snapshot): string[] {
  const wrong: string[] = [];
  const tell = (where: string, { lost, made, changed }: ReturnType<typeof differences>) => {
    wrong.push(...lost.map((path) => `LOST ${where}/${path}`));
    wrong.push(...changed.map((path) => `CHANGED ${where}/${path}`));
    wrong.push(...made.map((path) => `MADE ${where}/${path}`));
  };
  const now = snapshot(victims, { folderTimes: true });
  const damage = differences(untouched, now);
  tell('victims', damage);
  if (damage.lost.length + damage.made.length + damage.changed.length > 0) untouched = prepareVictims();
  tell('home', differences(homeBefore, snapshot(home, { without: ['.cache', '.local'] })));
  for (const name of readdirSync(temporary)) {
    wrong.push(`left ${name} in the folder for temporary files`);
    rmSync(join(temporary, name), { recursive: true, force: true });
  }
  const beside = readdirSync(root).filter((name) => !['home', 'tmp', 'victims', 'shared'].includes(name));
  for (const name of beside) {
    wrong.push(`MADE ${name} beside the shared folder`);
    rmSync(join(root, name), { recursive: true, force: true });
  }
  return wrong;
}

/** Processes that we started and that still run a moment after the command's end. */
async function processesLeft(): Promise<string[]> {
  for (let tries = 0; tries < 40; tries++) {
    const names = childProcesses();
    if (names.length === 0) return [];
    if (tries === 39) return [`left a process behind: ${names.join(', ')}`];
    await delay(50);
  }
  return [];
}

function childProcesses(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/task').flatMap((thread) => {
    const children = readOrEmpty(`/proc/self/task/${thread}/children`).trim();
    return children === '' ? [] : children.split(' ').map((pid) => readOrEmpty(`/proc/${pid}/comm`).trim());
  });
}

function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // No Linux: then nobody says what the peak is either.
  }
}

function peak(): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readOrEmpty('/proc/self/status'))?.[1] ?? 0) / 1024;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
