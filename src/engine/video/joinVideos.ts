import { createHash } from 'node:crypto';
import type { Store } from '../cache/store.ts';
import { joinSegments, listSegments, type JoinedVideo } from './join.ts';
import { joinedBefore, type Ingredients } from './joinedBefore.ts';
import { makePreview } from './preview.ts';

export interface JoinedVideos {
  /** Undefined when the one that stands there is of these very ingredients. */
  joined: JoinedVideo | undefined;
  /** Path in the store. */
  preview: string;
}

/**
 * Joins the export's result and its preview, side by side, as far as they are not there already.
 *
 * @throws StoryFlowFailure of {@link listSegments}, {@link joinSegments} or {@link makePreview}. Nothing runs then, and
 * no joined video remains.
 */
export async function joinVideos(job: {
  ffmpeg: string;
  ingredients: Ingredients;
  /** The story's sound as MP3. */
  previewSound: string;
  outputFile: string;
  workFolder: string;
  store: Store;
  signal: AbortSignal;
}): Promise<JoinedVideos> {
  const { ffmpeg, ingredients, previewSound, outputFile, workFolder, store, signal } = job;
  const key = previewKey(ingredients, previewSound);
  const kept = await store.get(key);
  const stands = await joinedBefore(workFolder, outputFile, ingredients);
  if (stands && kept !== undefined) return { joined: undefined, preview: kept };

  await using list = await listSegments(ingredients.segments, ingredients.fps, workFolder);
  const [joined, preview] = await Promise.allSettled([
    stands ? undefined : joinSegments({ ffmpeg, ...ingredients, list, outputFile, signal }),
    kept ?? makePreview({ ffmpeg, list, soundFile: previewSound, key, store, signal }),
  ]);
  if (joined.status === 'rejected') throw joined.reason;
  if (preview.status === 'fulfilled') return { joined: joined.value, preview: preview.value };
  await joined.value?.[Symbol.asyncDispose]();
  throw preview.reason;
}

/** Clips and sound are named by their content, so their names say what the video holds. */
function previewKey({ segments }: Ingredients, soundFile: string): string {
  const hash = createHash('sha256').update('preview');
  for (const file of [...segments.map((segment) => segment.file), soundFile]) hash.update(`\n${file}`);
  return hash.digest('hex');
}
