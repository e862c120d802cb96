import { dirname, resolve } from 'node:path';
import { findChecked, findOrMake, putChecked } from '../cache/checkedEntry.ts';
import type { Store } from '../cache/store.ts';
import { StoryFlowFailure } from '../failure.ts';
import { indexBytes, joinArguments, requireJoined, type SegmentList } from './join.ts';
import { readVideoTrack } from './mp4.ts';
import { runFfmpeg } from './process.ts';
import { soundEncoder } from './sound.ts';
import { requireVideo } from './wholeness.ts';

/** Of the MP3. */
export const PREVIEW_BITRATE = '128k';

/**
 * Reordered frames are told by negative offsets instead of a start below 0 and an edit list, at which VS Code's players
 * have been seen to freeze. The sound keeps its edit list: it hides the MP3's priming.
 */
const options = ['-movflags', '+negative_cts_offsets'];

interface PreviewJob {
  ffmpeg: string;
  /** Hash of what the preview is made from. */
  key: string;
  store: Store;
  signal: AbortSignal;
}

/**
 * A second video of the same segments, which VS Code's webviews play with sound: they have no AAC, but MP3.
 *
 * @returns Path in the store.
 * @throws StoryFlowFailure FAILED or CANCELLED.
 */
export function joinPreview(
  job: PreviewJob & {
    list: SegmentList;
    /** The story's sound, made by `encodeSound` as MP3. */
    soundFile: string;
  },
): Promise<string> {
  const { list, soundFile } = job;
  return putChecked(job.store, {
    ...entryOf(job.key),
    check: (file) => requireJoined(file, list, soundFile),
    produce: (output) =>
      run(job, output, joinArguments(list, { soundFile, options, output }), list.workFolder),
  });
}

/**
 * The same from a video that has been joined already, unless it is there. Its pictures are copied; its sound is encoded anew.
 *
 * @param job.videoFile An MP4 of ours. @returns Path in the store.
 * @throws StoryFlowFailure FAILED or CANCELLED.
 */
export async function convertToPreview(job: PreviewJob & { videoFile: string }): Promise<string> {
  const { samples, duration, timescale } = await readVideoTrack(job.videoFile).catch((cause: unknown) => {
    const message = `${job.videoFile} is not the video that was exported. Export again.`;
    throw new StoryFlowFailure('FAILED', message, { cause });
  });
  const fps = (samples * timescale) / duration;
  const { file } = await findOrMake(job.store, {
    ...entryOf(job.key),
    check: (preview) => requireVideo(preview, { frames: samples, fps }),
    produce: (output) =>
      run(job, output, [
        ...['-i', `file:${resolve(job.videoFile)}`, '-map', '0:v:0', '-map', '0:a:0', '-map_metadata', '-1'],
        ...['-c:v', 'copy', ...soundEncoder('mp3', PREVIEW_BITRATE), ...options],
        ...['-moov_size', `${indexBytes(samples, fps)}`, '-f', 'mp4', `file:${resolve(output)}`],
      ]),
  });
  return file;
}

/** A preview that was made before. */
export function findPreview(
  { store, key }: Pick<PreviewJob, 'store' | 'key'>,
  video: { frames: number; fps: number },
): Promise<string | undefined> {
  return findChecked(store, { key, check: (file) => requireVideo(file, video) });
}

const entryOf = (key: string) => ({ key, extension: '.mp4' });

function run(job: PreviewJob, output: string, args: string[], cwd?: string): Promise<void> {
  return runFfmpeg({
    ffmpeg: job.ffmpeg,
    arguments: args,
    purpose: 'make the preview',
    place: dirname(output),
    ...(cwd === undefined ? {} : { cwd }),
    signal: job.signal,
  });
}
