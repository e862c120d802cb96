import { execa } from 'execa';
import { StoryFlowFailure } from '../failure.ts';
import { following } from '../platform/following.ts';
import { remembered } from './abilityMemory.ts';
import { findProgram, type ProgramPlace } from './findProgram.ts';
import { installAdvice } from './installAdvice.ts';

/** A usable ffmpeg. */
export interface Ffmpeg {
  /** Absolute. */
  path: string;
  /** As it names itself: `5.1.9-0+deb12u1`. Part of cache keys. */
  version: string;
  source: ProgramPlace;
  /** Names of all its encoders; hardware ones are listed whether the machine has the hardware or not. */
  encoders: ReadonlySet<string>;
}

/** `setts`, which puts joined segments back on the frame grid, came with it. */
const LEAST_VERSION = [4, 4] as const;

const needed = {
  encoders: ['libx264', 'aac', 'libmp3lame'],
  demuxers: ['concat', 'mov', 'rawvideo', 's16le'],
  muxers: ['mp4'],
  bsfs: ['setts', 'h264_metadata'],
} as const;

/**
 * The first ffmpeg of: the setting, the environment's STORYFLOW_FFMPEG, the `ffmpeg-static` package, the PATH.
 * One that the writer named is used or refused, never passed over in silence.
 *
 * @throws StoryFlowFailure TOOL_MISSING that says what is wrong with it, or how to install one on this system.
 */
export async function findFfmpeg(
  options: {
    /** An absolute path, or a name to look for on the PATH. */
    setting?: string | undefined;
    env?: NodeJS.ProcessEnv;
    /** A folder in which to remember what an ffmpeg can do, until its file changes: asking takes half a second. */
    memoryFolder?: string | undefined;
  } = {},
): Promise<Ffmpeg> {
  const { setting, env = process.env, memoryFolder } = options;
  const refusals: string[] = [];
  for await (const candidate of findProgram(setting, env)) {
    const examined =
      'path' in candidate
        ? await remembered(candidate.path, memoryFolder, examine)
        : { refusal: candidate.problem };
    if ('path' in candidate && !('refusal' in examined))
      return {
        path: candidate.path,
        source: candidate.source,
        version: examined.version,
        encoders: new Set(examined.encoders),
      };
    if ('refusal' in examined) refusals.push(`${candidate.where} ${examined.refusal}.`);
    if (candidate.named) break;
  }
  const found =
    refusals.length > 0 ? refusals.join(' ') : 'StoryFlow needs ffmpeg, and there is none on this machine.';
  throw new StoryFlowFailure('TOOL_MISSING', `${found} ${installAdvice()}`, {
    details: { tool: 'ffmpeg', refusals },
  });
}

interface Abilities {
  version: string;
  encoders: string[];
}

/** What is wrong with a program, as the end of a sentence that begins with where it was found. */
interface Refusal {
  refusal: string;
}

async function examine(path: string): Promise<Abilities | Refusal> {
  const [first, ...lists] = await Promise.all([
    ask(path, '-version'),
    ...Object.keys(needed).map((list) => ask(path, `-${list}`)),
  ]);
  if (first === undefined) return { refusal: `could not be started: ${path}` };
  const version = /^ffmpeg version (\S+)/.exec(first)?.[1];
  if (version === undefined) return { refusal: `is not ffmpeg: ${path}` };
  if (isTooOld(version))
    return {
      refusal: `is ffmpeg ${version}, too old: ${LEAST_VERSION.join('.')} or later is needed (${path})`,
    };
  const missing = Object.values(needed).flatMap((names, i) => {
    const has = namesIn(lists[i] ?? '');
    return names.filter((name) => !has.has(name));
  });
  if (missing.length > 0) return { refusal: `is an ffmpeg built without ${missing.join(', ')} (${path})` };
  return { version, encoders: [...namesIn(lists[0] ?? '')] };
}

/** Standard output, '' when the program did not know the question, undefined when it did not start or hung. */
async function ask(path: string, question: string): Promise<string | undefined> {
  const result = await execa(...following(path, ['-hide_banner', question]), {
    stdin: 'ignore',
    stderr: 'ignore',
    timeout: 20_000,
    reject: false,
    windowsHide: true,
    maxBuffer: 1_000_000,
  });
  if (result.exitCode === undefined) return undefined;
  return result.failed ? '' : result.stdout;
}

/** Development builds are named by date or commit, and pass; their lists are looked at all the same. */
export function isTooOld(version: string): boolean {
  const [, major, minor] = /^n?(\d{1,2})(?:\.(\d+))?/.exec(version) ?? [];
  if (major === undefined || /^n?\d{4}/.test(version)) return false;
  const [leastMajor, leastMinor] = LEAST_VERSION;
  return Number(major) < leastMajor || (Number(major) === leastMajor && Number(minor ?? 0) < leastMinor);
}

/** Of lines like ` V....D libx264  libx264 H.264 / AVC`, ` D  mov,mp4,m4a,3gp  QuickTime` or `setts`. */
export function namesIn(list: string): Set<string> {
  const names = [...list.matchAll(/^ *(?:[A-Z.]{1,6} +)?([0-9A-Za-z_,]+)(?: |$)/gm)].map(
    (match) => match[1]!,
  );
  return new Set(names.flatMap((name) => name.split(',')));
}
