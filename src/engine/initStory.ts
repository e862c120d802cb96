import { dirname } from 'node:path';
import { loadProject, mostBytes } from './story/loadProject.ts';
import { hasErrors } from './problem.ts';
import { StoryFlowFailure } from './failure.ts';
import { createFile, replaceFile } from './storage/atomicWrite.ts';
import { diskFailure } from './storage/diskFailure.ts';
import { readRegular } from './storage/regularFile.ts';
import { isTooMuch } from './story/parseStory.ts';
import { refreshSidecar } from './story/refreshSidecar.ts';
import { initSidecar } from './story/sidecarEdit.ts';

/**
 * Writes a story's first sidecar, or brings the segments of an existing one up to date; comments, order and
 * formatting stay.
 *
 * @throws StoryFlowFailure NOT_READY if the existing sidecar cannot be understood: then it is left alone.
 */
export async function initStory(
  storyFile: string,
): Promise<{ sidecarFile: string; outcome: 'created' | 'refreshed' | 'unchanged' }> {
  const { project, problems } = await loadProject(storyFile);
  const { sidecarFile } = project;
  // Entries of paragraphs that were not read as they are meant would be taken for those of paragraphs that are gone.
  const unread = problems.filter(({ code }) => isTooMuch(code));
  if (unread.length > 0)
    throw new StoryFlowFailure('NOT_READY', `${storyFile} is more than can be read. Nothing was changed.`, {
      problems: unread,
    });
  if (!project.hasSidecar) {
    // A sidecar that appeared meanwhile is somebody's work.
    await write(sidecarFile, () => createFile(sidecarFile, initSidecar(project)));
    return { sidecarFile, outcome: 'created' };
  }
  const broken = problems.filter((problem) => problem.file === sidecarFile && problem.severity === 'error');
  if (hasErrors(broken)) {
    throw new StoryFlowFailure(
      'NOT_READY',
      `${sidecarFile} has errors. Mend them first; nothing was changed.`,
      {
        problems: broken,
      },
    );
  }
  const before = (await readRegular(sidecarFile, mostBytes)).toString();
  const after = refreshSidecar(before, project);
  if (after === before) return { sidecarFile, outcome: 'unchanged' };
  await write(sidecarFile, () => replaceFile(sidecarFile, after));
  return { sidecarFile, outcome: 'refreshed' };
}

async function write(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw diskFailure(error, dirname(file));
  }
}
