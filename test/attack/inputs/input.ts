import type { Dice } from '../dice.ts';

/** A good story in a folder of its own, which a family then spoils. All paths are absolute. */
export interface Place {
  /** The story's folder: what somebody shared. */
  folder: string;
  /** `story.md` in it. */
  story: string;
  /** Files of somebody else: nothing may touch them. */
  victims: string;
  /** One good picture and one good recording of every kind. */
  materials: string;
}

/** One hostile input, and what is done with it. */
export interface Input {
  /** What was changed, in words: enough to make it again by hand. */
  what: string;
  /** Command lines; `STORY` stands for the story's path. */
  runs: string[][];
  /** No command may take it for good: a playlist in place of a recording. */
  mustNotPass?: boolean;
  /** Words that no answer may contain: what a shipped file claims. */
  mustNotSay?: string[];
  /** Nobody holds a lock here, whatever the files say. */
  mustNotBeBusy?: boolean;
  /** The working folder came with the story: nothing in it may be removed. */
  shipped?: boolean;
  /** In place of an entry stands what is none: it is moved aside, and not StoryFlow's to remove. */
  planted?: boolean;
  /** The input itself names a video's place in the story's folder. */
  namesOutput?: boolean;
}

export interface Family {
  /** In the plural: "pictures". */
  name: string;
  /** Of 1000. */
  share: number;
  make(dice: Dice, place: Place): Promise<Input>;
}

/** Mostly what is quick, so that many inputs can be tried; an export often enough to get to the end of the pipeline. */
export function someRuns(dice: Dice): string[][] {
  return dice.one([
    [
      ['check', 'STORY'],
      ['status', 'STORY', '--json'],
    ],
    [
      ['status', 'STORY'],
      ['check', 'STORY', '--json'],
    ],
    [
      ['assets', 'STORY', '--json'],
      ['check', 'STORY'],
    ],
    [
      ['assets', 'STORY'],
      ['status', 'STORY'],
    ],
    [
      ['check', 'STORY'],
      ['narrate', 'STORY'],
    ],
    [
      ['check', 'STORY', '--json'],
      ['export', 'STORY'],
    ],
    [
      ['check', 'STORY'],
      ['export', 'STORY', '--json'],
      ['status', 'STORY'],
    ],
  ]);
}

/** To the end of the pipeline, every time. */
export const wholeRun = [
  ['check', 'STORY'],
  ['export', 'STORY', '--json'],
  ['status', 'STORY'],
];
