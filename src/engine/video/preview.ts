import { dirname } from 'node:path';
import type { Store } from '../cache/store.ts';
import { runFfmpeg } from './process.ts';

/**
 * A copy of an exported video that VS Code's webviews play with sound: they have no AAC, but MP3. The picture is
 * the same stream, but reordered frames are told by negative offsets instead of a start below 0 and an edit list,
 * at which such players have been seen to freeze. The sound keeps its edit list: it hides the MP3's priming.
 *
 * @param key Hash of what the video was made from. @returns Path in the store.
 * @throws StoryFlowFailure FAILED or CANCELLED.
 */
export async function makePreview(job: {
  ffmpeg: string;
  /** The export's result. */
  videoFile: string;
  /** Its sound once more, made by `encodeSound` as MP3. */
  soundFile: string;
  key: string;
  store: Store;
  signal: AbortSignal;
}): Promise<string> {
  const kept = await job.store.get(job.key);
  if (kept !== undefined) return kept;
  const produce = (file: string) =>
    runFfmpeg({
      ffmpeg: job.ffmpeg,
      arguments: previewArguments(job.videoFile, job.soundFile, file),
      purpose: 'make the preview',
      place: dirname(file),
      signal: job.signal,
    });
  return job.store.put(job.key, produce, '.mp4');
}

export function previewArguments(videoFile: string, soundFile: string, output: string): string[] {
  return [
    ...['-i', `file:${videoFile}`, '-i', `file:${soundFile}`, '-map', '0:v:0', '-map', '1:a:0'],
    ...['-map_metadata', '-1', '-c', 'copy', '-movflags', '+faststart+negative_cts_offsets'],
    ...['-f', 'mp4', `file:${output}`],
  ];
}
