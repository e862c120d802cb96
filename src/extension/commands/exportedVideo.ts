import { lstat } from 'node:fs/promises';
import { extname } from 'node:path';
import { StoryFlowFailure } from '../../engine/failure.ts';
import type { Exports } from '../exports/exports.ts';
import { requireTrust } from '../trust.ts';

/**
 * Absolute path of a story's exported video, as its record has it.
 *
 * @throws StoryFlowFailure when there is none, when what stands there is none, and in Restricted Mode.
 */
export async function exportedVideo(exports: Pick<Exports, 'state'>, storyFile: string): Promise<string> {
  requireTrust();
  const state = exports.state(storyFile);
  const result = 'result' in state ? state.result : undefined;
  if (!result) throw new StoryFlowFailure('FAILED', 'This story has not been exported yet.');
  await requireVideo(result.output_path);
  return result.output_path;
}

/**
 * A record is a file like any other: what it names is copied and shown only if it may be a video.
 *
 * @throws StoryFlowFailure when it is not a regular file that ends in `.mp4`.
 */
export async function requireVideo(file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  if (!found) throw new StoryFlowFailure('FAILED', `${file} is no longer there. Export the story again.`);
  if (!found.isFile() || extname(file).toLowerCase() !== '.mp4')
    throw new StoryFlowFailure('FAILED', `${file} is not a video. Export the story again.`);
}
