import type { Question, Verdict } from './arena/attacker.ts';

/** How long and with what an attack goes on; `npm run attack -- --help` explains the flags that set this. */
export interface Plan {
  seed: number;
  /** 0: the thousand inputs and a kill at every write, once. */
  minutes: number;
  /** How much of that is tried, evenly chosen: 1 = all. `npm test` has no time for all. */
  part: number;
  /** `FAMILY` or `FAMILY:NUMBER`. */
  only: string | undefined;
  /** Hears of every input: what was tried, and how it ended. */
  tell: ((question: Question, verdict: Verdict) => void) | undefined;
}

const {
  STORYFLOW_TEST_SEED,
  STORYFLOW_ATTACK_MINUTES,
  STORYFLOW_ATTACK_PART,
  STORYFLOW_ATTACK_ONLY,
  STORYFLOW_ATTACK_VERBOSE,
} = process.env;

export const plan: Plan = {
  seed: Number(STORYFLOW_TEST_SEED ?? Math.floor(Math.random() * 1e9)),
  minutes: Number(STORYFLOW_ATTACK_MINUTES ?? 0),
  part: Number(STORYFLOW_ATTACK_PART ?? 1),
  only: STORYFLOW_ATTACK_ONLY,
  tell: STORYFLOW_ATTACK_VERBOSE === undefined ? undefined : tell,
};

/** Whether the `index`-th of many is among those that are tried. */
export function isTried(index: number): boolean {
  return Math.floor((index + 1) * plan.part) > Math.floor(index * plan.part);
}

function tell({ family, index }: Question, { what, wrong, megabytes, seconds }: Verdict): void {
  const figures = `${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB`;
  console.log(`${wrong.length === 0 ? 'well' : 'HARM'}  ${family}:${index}  ${figures}  ${what}`);
  for (const sentence of wrong) console.log(`        ${sentence}`);
}
