import { dirname } from 'node:path';
import type { Store } from '../cache/store.ts';
import { indexBytes } from './join.ts';
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
  /** Of the video, and how many a second. */
  frames: number;
  fps: number;
  key: string;
  store: Store;
  signal: AbortSignal;
}): Promise<string> {
  const kept = await job.store.get(job.key);
  if (kept !== undefined) return kept;
  const produce = (file: string) =>
    runFfmpeg({
      ffmpeg: job.ffmpeg,
      arguments: previewArguments({ ...job, indexBytes: indexBytes(job.frames, job.fps), output: file }),
      purpose: 'make the preview',
      place: dirname(file),
      signal: job.signal,
    });
  return job.store.put(job.key, produce, '.mp4');
}

export function previewArguments(options: {
  videoFile: string;
  soundFile: string;
  /** Room for the index (`moov`) before the pictures. */
  indexBytes: number;
  output: string;
}): string[] {
  return [
    // As in joining, nothing is decoded.
    ...['-codec_whitelist', 'none', '-i', `file:${options.videoFile}`, '-i', `file:${options.soundFile}`],
    ...['-map', '0:v:0', '-map', '1:a:0', '-map_metadata', '-1', '-c', 'copy'],
    ...['-movflags', '+negative_cts_offsets', '-moov_size', `${options.indexBytes}`],
    ...['-f', 'mp4', `file:${options.output}`],
  ];
}
