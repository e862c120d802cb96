import { basename, extname } from 'node:path';
import type { Input, Place } from '../inputs/input.ts';
import { differences, type Snapshot } from './snapshot.ts';

/**
 * Only the working folder and the video are StoryFlow's to write, and what was shipped in a working folder is not its to
 * remove. All sentences complete "the command …".
 *
 * @param before The story's folder when this command began.
 */
export function judgeFolder(
  command: string,
  before: Snapshot,
  after: Snapshot,
  input: Input,
  { story }: Place,
): string[] {
  const { lost, made, changed } = differences(before, after);
  const name = basename(story, extname(story));
  const video = `output/${name}/final.mp4`;
  const isWork = (path: string) => path === '.storyflow' || path.startsWith('.storyflow/');
  /** Of `status`, which only looks, nothing at all. */
  const isOurs = (path: string) =>
    (isWork(path) && command !== 'status') ||
    (command === 'export' && path === video) ||
    (command === 'init' && path === `${name}.storyflow.yaml`);
  const mayBeMade = (path: string) =>
    isOurs(path) ||
    (command === 'export' &&
      (leadsTo(path, video) ||
        (input.namesOutput && /\.mp4$/i.test(path)) ||
        (input.namesOutput && leadsToVideo(path, made))));
  /** What is worthless is moved aside there, and stays. */
  const isAside = (path: string) =>
    made.some((other) => asideOf(path).some((start) => other.startsWith(start)));
  const mayBeLost = (path: string) =>
    isOurs(path) && (!input.shipped || /\/export\.lock$/.test(path) || isAside(path));
  const mayStay = (path: string) =>
    ((input.shipped || input.planted) === true && path.includes('.gone-')) ||
    (input.shipped === true && path.endsWith('/export.lock.old'));
  return [
    ...lost.filter((path) => !mayBeLost(path)).map((path) => `removed ${path}`),
    ...changed.filter((path) => !isOurs(path)).map((path) => `changed ${path}`),
    ...made.filter((path) => !mayBeMade(path)).map((path) => `made ${path}`),
    ...made.filter((path) => isLeftOver(path) && !mayStay(path)).map((path) => `left ${path} behind`),
  ];
}

/** How the new name of something that was moved aside begins, or of a folder that it is in. */
function asideOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, i) => `${parts.slice(0, i + 1).join('/')}.gone-`);
}

function leadsTo(folder: string, file: string): boolean {
  return file.startsWith(`${folder}/`);
}

function leadsToVideo(folder: string, made: readonly string[]): boolean {
  return made.some((path) => /\.mp4$/i.test(path) && leadsTo(folder, path));
}

/** Names of what is being made, and of what holds others off. */
export function isLeftOver(path: string): boolean {
  return /\.tmp(\.|$)|\.part\.|\.gone-|\.stale\.|export\.lock|\/tmp\/[^/]+$|render\.json\.|\bmaking\b/.test(
    path,
  );
}
