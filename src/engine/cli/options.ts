import { InvalidArgumentError, type Command } from 'commander';
import { resolve } from 'node:path';
import { modelsFolder } from '../userFolders.ts';
import type { StoryRequest } from '../openStory.ts';
import { settingTable } from '../story/settings.ts';
import type { CommandRun } from './command.ts';

/** Options that several commands share, as commander hands them over. */
export interface SharedOptions {
  json?: boolean;
  ffmpeg?: string;
  models?: string;
  voice?: string;
  speed?: number;
  /** JSON, as it was given. */
  defaults?: string;
}

export function storyPath(run: CommandRun, story: string): string {
  return resolve(run.host.cwd, story);
}

/** `--ffmpeg` and `--models`, for everything that needs these tools. */
export function toolsOf({ host }: CommandRun, { ffmpeg, models }: Pick<SharedOptions, 'ffmpeg' | 'models'>) {
  return {
    ffmpeg,
    modelFolder: models === undefined ? modelsFolder(host.env) : resolve(host.cwd, models),
    env: host.env,
  };
}

/**
 * What every command that works on a story is told by the options that they share.
 *
 * @throws StoryFlowFailure USAGE
 */
export async function storyRequest(
  run: CommandRun,
  story: string,
  options: SharedOptions,
): Promise<StoryRequest & { modelFolder: string }> {
  const { parseDefaults } = await import('./defaults.ts');
  return {
    storyFile: storyPath(run, story),
    ...toolsOf(run, options),
    defaults: options.defaults === undefined ? undefined : parseDefaults(options.defaults),
    overrides: given({ voice: options.voice, speed: options.speed }),
  };
}

/** `--voice`, `--speed` and `--defaults`, for commands that speak. */
export function addVoiceOptions(command: Command): Command {
  return command
    .option(
      '--voice <voice>',
      'voice of the narration, e.g. en-us (see "storyflow voices")',
      textSetting('voice'),
    )
    .option('--speed <rate>', 'speech rate, 0.5 to 2', numberBetween(0.5, 2))
    .option('--defaults <json>', 'settings weaker than the story’s own, as JSON with sidecar keys');
}

/** For commands that narrate: they tell once of better voices. */
export function addTipsOption(command: Command): Command {
  return command.option('--no-tips', 'do not tell of the natural voices that there are');
}

export function addToolOptions(command: Command): Command {
  return command
    .option('--ffmpeg <file>', 'the ffmpeg to use (otherwise: STORYFLOW_FFMPEG, ffmpeg-static, PATH)')
    .option('--models <folder>', 'folder of the Kokoro voice model');
}

/** Settings that were given as flags; absent flags are absent keys, so that they override nothing. */
export function given<T extends object>(settings: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

const namedResolutions: Record<string, [number, number]> = {
  '480p': [854, 480],
  '720p': [1280, 720],
  '1080p': [1920, 1080],
  '1440p': [2560, 1440],
  '2160p': [3840, 2160],
};

/** `1080p`, `720p` … or `WIDTHxHEIGHT` in even pixels, 16 to 8192. */
export function parseResolution(text: string): { width: number; height: number } {
  const named = namedResolutions[text.toLowerCase()];
  if (named) return { width: named[0], height: named[1] };
  const match = /^(\d{1,5})[x×](\d{1,5})$/i.exec(text);
  const [width, height] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  if (width < 16 || height < 16 || width > 8192 || height > 8192) {
    throw new InvalidArgumentError('Use 1080p, 720p or WIDTHxHEIGHT, such as 1280x720, from 16 to 8192.');
  }
  if (width % 2 === 1 || height % 2 === 1) {
    throw new InvalidArgumentError('Width and height must be even numbers: the video format needs it.');
  }
  return { width, height };
}

export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= low && value <= high)) {
      throw new InvalidArgumentError(`Use a number from ${low} to ${high}.`);
    }
    return value;
  };
}

export function wholeNumberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new InvalidArgumentError(`Use a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

/** A setting of words, by the rules that hold for it in files. */
export function textSetting(key: 'voice' | 'video_bitrate' | 'preset' | 'encoder'): (text: string) => string {
  const { schema, allowed } = settingTable[key];
  return (text) => {
    const result = schema.safeParse(text);
    if (!result.success) throw new InvalidArgumentError(`Use ${allowed}.`);
    return result.data;
  };
}
