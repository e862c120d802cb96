import { dirname } from 'node:path';
import type { Store } from '../cache/store.ts';
import { joinArguments, type SegmentList } from './join.ts';
import { runFfmpeg } from './process.ts';

/**
 * A second video of the same segments, which VS Code's webviews play with sound: they have no AAC, but MP3. Reordered
 * frames are told by negative offsets instead of a start below 0 and an edit list, at which such players have been
 * seen to freeze. The sound keeps its edit list: it hides the MP3's priming.
 *
 * @param key Hash of what the video is made from. @returns Path in the store.
 * @throws StoryFlowFailure FAILED or CANCELLED.
 */
export async function makePreview(job: {
  ffmpeg: string;
  list: SegmentList;
  /** The story's sound, made by `encodeSound` as MP3. */
  soundFile: string;
  key: string;
  store: Store;
  signal: AbortSignal;
}): Promise<string> {
  const { ffmpeg, list, soundFile, signal } = job;
  const options = ['-movflags', '+negative_cts_offsets'];
  const produce = (output: string) =>
    runFfmpeg({
      ffmpeg,
      arguments: joinArguments(list, { soundFile, options, output }),
      purpose: 'make the preview',
      place: dirname(output),
      cwd: list.workFolder,
      signal,
    });
  return job.store.put(job.key, produce, '.mp4');
}
