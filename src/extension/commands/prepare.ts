import { storyPaths } from '../../engine/story/storyPaths.ts';
import { saveFiles } from '../stories/edits.ts';
import { requireTrust } from '../trust.ts';

/**
 * What the engine is about to read must be what the writer sees.
 *
 * @throws StoryFlowFailure in Restricted Mode, or when a file cannot be saved.
 */
export async function prepareEngine(storyFile: string): Promise<void> {
  requireTrust();
  const { sidecarFile, folderSettingsFile } = storyPaths(storyFile);
  await saveFiles([storyFile, sidecarFile, folderSettingsFile]);
}
