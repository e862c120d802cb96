import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { TextRange } from '../problem.ts';
import type { Project } from '../story/project.ts';

/** What the person who exports says of the place, where they say anything. */
export interface OutputWish {
  /** Absolute, otherwise as it was typed: a slash at its end, say, still stands there. */
  outputFile?: string | undefined;
  /** Replace what stands there, whatever video it is. */
  overwrite?: boolean | undefined;
  /** Absolute. The folder that was opened: a story's files may name any place in it. Otherwise the story's own folder. */
  workspace?: string | undefined;
}

/** Where a story's video goes, and on whose word. */
export interface OutputPlace {
  /** Absolute. */
  file: string;
  /** A file may have come from anybody; `default` is `output/NAME/final.mp4`. */
  namedBy: 'person' | 'sidecar' | 'default';
  /** As it was named. */
  name: string;
  /** Where a file names it. */
  origin: { file: string; range: TextRange } | undefined;
  /** Outside of this folder only a person may place a video. */
  boundary: string;
  overwrite: boolean;
}

type Placed = Pick<Project, 'storyFile' | 'outputFile' | 'outputSetting'>;

export function outputPlace(project: Placed, wish: OutputWish = {}): OutputPlace {
  const folder = dirname(project.storyFile);
  const opened = wish.workspace === undefined ? undefined : resolve(wish.workspace);
  const boundary = opened !== undefined && isWithin(opened, folder) ? opened : folder;
  const overwrite = wish.overwrite ?? false;
  const { outputFile: chosen } = wish;
  if (chosen !== undefined) {
    const file = resolve(chosen);
    return { file, namedBy: 'person', name: chosen, origin: undefined, boundary, overwrite };
  }
  const { outputFile: file, outputSetting: setting } = project;
  const namedBy = setting ? 'sidecar' : 'default';
  return { file, namedBy, name: setting?.text ?? file, origin: setting?.origin, boundary, overwrite };
}

/** Whether a path is a folder or below it, by their spelling alone. Both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The folders below `start` down to `folder`, which is `start` or below it; the topmost first. */
export function levelsBetween(start: string, folder: string): string[] {
  const names = relative(start, folder).split(sep);
  return names[0] === '' ? [] : names.map((_, i) => join(start, ...names.slice(0, i + 1)));
}

/** `//server/share`: looking at it already sends the user's name and more to that server. */
export function isNetworkPath(path: string, platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'win32' && /^[\\/]{2}/.test(path);
}
