import { createHash } from 'node:crypto';
import type { Store } from '../cache/store.ts';
import { joinSegments, listSegments, type JoinedVideo } from './join.ts';
import { joinedBefore, type Ingredients } from './joinedBefore.ts';
import { findPreview, joinPreview } from './preview.ts';

export interface JoinedVideos {
  /** Undefined when the one that stands there is of these very ingredients. */
  joined: JoinedVideo | undefined;
  /** Path in the store, if there was to be one. */
  preview: string | undefined;
}

/**
 * Joins the export's result and, where `previewSound` is given, its preview, side by side, as far as they are not there
 * already.
 *
 * @throws StoryFlowFailure of {@link listSegments}, {@link joinSegments} or {@link joinPreview}. Nothing runs then, and
 * no joined video remains.
 */
export async function joinVideos(job: {
  ffmpeg: string;
  ingredients: Ingredients;
  /** The story's sound as MP3; undefined = no preview. */
  previewSound: string | undefined;
  /** Where the video will stand. */
  outputFile: string;
  /** What it is made as: beside `outputFile`, and not there yet. */
  unfinishedFile: string;
  workFolder: string;
  store: Store;
  signal: AbortSignal;
}): Promise<JoinedVideos> {
  const { ffmpeg, ingredients, previewSound, outputFile, unfinishedFile, workFolder, store, signal } = job;
  const wanted = previewSound === undefined ? undefined : previewJob(ingredients, previewSound);
  const { fps } = ingredients;
  const frames = ingredients.segments.reduce((sum, segment) => sum + segment.frames, 0);
  const kept = wanted && (await findPreview({ store, key: wanted.key }, { frames, fps }));
  const missing = kept === undefined ? wanted : undefined;
  const stands = await joinedBefore(workFolder, outputFile, ingredients);
  if (stands && !missing) return { joined: undefined, preview: kept };

  await using list = await listSegments(ingredients.segments, ingredients.fps, workFolder);
  const [joined, preview] = await Promise.allSettled([
    stands ? undefined : joinSegments({ ffmpeg, ...ingredients, list, file: unfinishedFile, signal }),
    missing ? joinPreview({ ...missing, ffmpeg, list, store, signal }) : kept,
  ]);
  if (joined.status === 'rejected') throw joined.reason;
  if (preview.status === 'fulfilled') return { joined: joined.value, preview: preview.value };
  await joined.value?.[Symbol.asyncDispose]();
  throw preview.reason;
}

function previewJob({ segments }: Ingredients, soundFile: string): { soundFile: string; key: string } {
  // Clips and sound are named by their content, so their names say what the video holds.
  const hash = createHash('sha256').update('preview');
  for (const file of [...segments.map((segment) => segment.file), soundFile]) hash.update(`\n${file}`);
  return { soundFile, key: hash.digest('hex') };
}
