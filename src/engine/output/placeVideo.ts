import { rename } from 'node:fs/promises';
import { StoryFlowFailure } from '../failure.ts';
import type { Project } from '../story/project.ts';
import type { OutputPlace } from './outputPlace.ts';
import { outputProblems } from './outputProblems.ts';

/**
 * Gives a finished video its name. The place is looked at once more: somebody else may have written there since the
 * check. What is written there between this look and the rename, some microseconds, is lost; a rename replaces the name
 * alone, so that even then nothing is written through a link, and a folder refuses.
 *
 * @throws StoryFlowFailure FAILED when the place is not what it was; Error of the file system.
 */
export async function placeVideo(
  finished: string,
  story: Pick<Project, 'id' | 'storyFile' | 'sidecarFile' | 'segments'>,
  place: OutputPlace,
): Promise<void> {
  const problems = await outputProblems(story, place);
  const [problem] = problems;
  if (problem)
    throw new StoryFlowFailure(
      'FAILED',
      `The place of the video has changed while it was being made. ${problem.message}`,
      { problems, details: { code: problem.code, file: place.file } },
    );
  await rename(finished, place.file);
}
