import { createHash } from 'node:crypto';
import { basename, dirname, extname, join, resolve } from 'node:path';

/** Where everything of a story stands. All absolute. */
export interface StoryPaths {
  storyFile: string;
  folder: string;
  /** `NAME`: the story's file name without extension. */
  name: string;
  sidecarFile: string;
  /** Settings for all stories of the folder. */
  folderSettingsFile: string;
  workFolder: string;
  outputFile: string;
}

export const storyExtensions = ['.md', '.markdown', '.txt'];
export const sidecarEnding = '.storyflow.yaml';

export function storyPaths(storyFile: string): StoryPaths {
  const file = resolve(storyFile);
  const folder = dirname(file);
  const name = nameOf(basename(file));
  return {
    storyFile: file,
    folder,
    name,
    sidecarFile: join(folder, name + sidecarEnding),
    folderSettingsFile: join(folder, sidecarEnding),
    workFolder: join(folder, '.storyflow', name),
    outputFile: join(folder, 'output', name, 'final.mp4'),
  };
}

/** Without its extension; but `.` and `..`, which `..md` and `...md` would leave, are other folders. */
function nameOf(fileName: string): string {
  const name = basename(fileName, extname(fileName));
  return /^\.{1,2}$/.test(name) ? fileName : name;
}

/** Id of a story whose sidecar has none: a UUID (version 8, RFC 9562) made of its path. */
export function idOfPath(storyFile: string): string {
  const hex = createHash('sha256').update(resolve(storyFile)).digest('hex');
  const variant = ((parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
