import { execa } from 'execa';
import { lstat } from 'node:fs/promises';
import { readMp4 } from '../../../src/engine/video/mp4.ts';
import { exitCodes } from '../../../src/engine/failure.ts';
import type { CliRun } from '../../support/cli.ts';
import type { Input } from '../inputs/input.ts';

/** What one command answered, and what is wrong with the answer. All sentences complete "the command …". */
export async function judgeAnswer(argv: readonly string[], run: CliRun, input: Input): Promise<string[]> {
  const json = argv.includes('--json');
  return [
    ...judgeExit(run, input),
    ...(json ? judgeEvents(run) : judgeWords(run)),
    ...(input.mustNotSay ?? []).flatMap((secret) =>
      `${run.stdout}${run.stderr}`.includes(secret) ? [`repeats ${secret} from the shipped folder`] : [],
    ),
    ...(argv[0] === 'export' && run.exitCode === 0 && json ? await judgeVideo(run) : []),
  ];
}

function judgeExit({ exitCode, stdout, stderr }: CliRun, input: Input): string[] {
  const wrong: string[] = [];
  const known = Object.values(exitCodes).filter((code) => code !== exitCodes.CANCELLED);
  if (exitCode !== 0 && !known.some((code) => code === exitCode)) wrong.push(`ended with ${exitCode}`);
  const words = stdout + stderr;
  if (/did not expect|internal error/i.test(words))
    wrong.push(`met what it did not expect: ${excerpt(words)}`);
  else if (/^ {4}at \S.*:\d+:\d+\)?$/m.test(words)) wrong.push(`showed a stack: ${excerpt(words)}`);
  if (exitCode !== 0 && words.trim() === '') wrong.push(`ended with ${exitCode} without a word`);
  if (/\b(undefined|NaN|\[object Object\])\b/.test(stderr)) wrong.push(`said: ${excerpt(stderr)}`);
  if (input.mustNotBeBusy && exitCode === exitCodes.ALREADY_RENDERING)
    wrong.push('takes a dead lock for a living one');
  return wrong;
}

/** What moves the cursor, colours, renames the window, or turns the writing round. */
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function judgeWords({ stdout, stderr }: CliRun): string[] {
  const found = controls.exec(stdout + stderr);
  if (!found) return [];
  const around = (stdout + stderr).slice(Math.max(0, found.index - 30), found.index + 30);
  return [`printed U+${found[0].codePointAt(0)!.toString(16).padStart(4, '0')}: ${JSON.stringify(around)}`];
}

function judgeEvents({ stdout, events, exitCode }: CliRun): string[] {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const last = events.at(-1)?.event;
  const wrong: string[] = [];
  if (exitCode === exitCodes.USAGE && lines.length === 0) return wrong;
  if (lines.length !== events.length) wrong.push('wrote lines that are no events');
  if (last !== (exitCode === 0 ? 'done' : 'failed'))
    wrong.push(`ended with ${exitCode} after the event ${last}`);
  return wrong;
}

/** A success is believed only when somebody else can read all of it. */
async function judgeVideo({ events }: CliRun): Promise<string[]> {
  const done = events.at(-1);
  if (done?.event !== 'done') return [];
  const file = String(done['output_path']);
  const promised = (done['segments'] as { frames: number }[]).reduce((sum, { frames }) => sum + frames, 0);
  return judgeFile(file, promised);
}

/** @param frames Undefined: however many there are. */
export async function judgeFile(file: string, frames?: number): Promise<string[]> {
  try {
    if (!(await lstat(file)).isFile()) return [`calls ${file} a video, which is no ordinary file`];
    const tracks = await readMp4(file);
    const found = tracks.find(({ kind }) => kind === 'video')?.samples ?? 0;
    if (frames !== undefined && found !== frames) return [`promised ${frames} frames and wrote ${found}`];
    if (!tracks.some(({ kind }) => kind === 'sound')) return ['wrote a video without sound'];
    const { exitCode, stderr } = await execa(
      'ffmpeg',
      ['-v', 'error', '-xerror', '-i', `file:${file}`, '-f', 'null', '-'],
      { reject: false, timeout: 60_000 },
    );
    return exitCode === 0 && stderr === '' ? [] : [`wrote a video that does not decode: ${excerpt(stderr)}`];
  } catch (error) {
    return [`wrote no whole video: ${String(error)}`];
  }
}

/** `check` and `export` of one story agree, whichever comes first. */
export function judgeAgreement(runs: readonly { argv: readonly string[]; exitCode: number }[]): string[] {
  const ended = (name: string) =>
    runs.find(({ argv }) => argv[0] === name && !argv.includes('--no-narrate'))?.exitCode;
  const [checked, exported] = [ended('check'), ended('export')];
  if (checked === undefined || exported === undefined) return [];
  if (checked === 0 && exported === exitCodes.NOT_READY) return ['check calls ready what export does not'];
  if (checked !== 0 && exported === 0) return ['export makes what check does not call ready'];
  return [];
}

/** Nobody takes what is no recording, no picture, no story for one. */
export function judgePass(
  runs: readonly { argv: readonly string[]; exitCode: number }[],
  { mustNotPass }: Input,
): string[] {
  if (!mustNotPass) return [];
  return runs
    .filter(({ argv, exitCode }) => exitCode === 0 && ['check', 'narrate', 'export'].includes(argv[0]!))
    .map(({ argv }) => `${argv[0]} takes it for good`);
}

function excerpt(text: string): string {
  const at = text.search(/did not expect|undefined|NaN|\[object Object\]|^ {4}at /m);
  return JSON.stringify(text.slice(Math.max(0, at - 80), Math.max(0, at - 80) + 400));
}
