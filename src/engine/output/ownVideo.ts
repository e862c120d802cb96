import { lstat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Project } from '../story/project.ts';
import { nameTrouble } from './outputName.ts';
import { isNetworkPath, isWithin, outputPlace } from './outputPlace.ts';
import { isSettled } from './outputProblems.ts';
import { isSameFile } from './sameFile.ts';
import { readVideoTag } from './videoTag.ts';

/**
 * Whether a file is the video of a story, to be shown, copied and revealed as such. Who says so may be a record that came
 * with a shared folder, so it is believed only of the place that the story's own settings say, and of an MP4 that says
 * itself that this project made it.
 */
export async function isOwnVideo(
  project: Pick<Project, 'id' | 'storyFile' | 'outputFile' | 'outputSetting'>,
  file: string,
): Promise<boolean> {
  if (!isAbsolute(file) || nameTrouble(file, file)) return false;
  const place = outputPlace(project);
  if (isNetworkPath(file) && !isWithin(place.boundary, file)) return false;
  if ((await isSettled(project, place)) && (await isSameFile(file, place.file))) return true;
  try {
    if (!(await lstat(file)).isFile()) return false;
    return (await readVideoTag(file)).project === project.id.toLowerCase();
  } catch {
    return false;
  }
}
