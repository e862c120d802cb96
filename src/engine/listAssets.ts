import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { findOrMake } from './cache/checkedEntry.ts';
import { createStore, type Store } from './cache/store.ts';
import { throwIfCancelled } from './failure.ts';
import type { SegmentSound } from './narration/narration.ts';
import { readPeaks } from './narration/waveform.ts';
import { openStory, type OpenStory, type StoryRequest } from './openStory.ts';
import { thumbnail } from './picture/thumbnail.ts';
import { PEAKS_PER_SECOND, type AssetEvent, type EngineEvent } from './protocol.ts';
import { below } from './storage/workFolder.ts';
import type { Segment } from './story/project.ts';

/** Thumbnails and waveforms of several thousand segments. */
const LIMIT_BYTES = 64 * 1024 * 1024;
/** Segments looked at together: decoding pictures uses several cores, and waiting for files none. */
const AT_ONCE = 6;

/**
 * What a timeline or a tree shows of each segment: a thumbnail of its picture, its sound and that sound's outline.
 * Nothing is spoken; what is missing is null. Events come in the order of the story.
 *
 * @throws StoryFlowFailure when the story cannot be read, CANCELLED.
 */
export async function listAssets(
  request: StoryRequest,
  report: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<AssetEvent[]> {
  const story = await openStory(request);
  const store = createStore(below(story.workFolder, 'assets'), { limitBytes: LIMIT_BYTES });
  const { segments } = story.project;
  const assets: AssetEvent[] = [];
  try {
    for (let first = 0; first < segments.length; first += AT_ONCE) {
      throwIfCancelled(signal);
      const some = segments.slice(first, first + AT_ONCE);
      for (const asset of await Promise.all(some.map((segment) => assetOf(segment, story, store, signal)))) {
        assets.push(asset);
        report(asset);
      }
    }
    return assets;
  } finally {
    await store.close();
    await story.close();
  }
}

async function assetOf(
  segment: Segment,
  { project, narration }: OpenStory,
  store: Store,
  signal: AbortSignal,
): Promise<AssetEvent> {
  const [image, sound] = await Promise.all([
    segment.imageFile === undefined ? undefined : thumbnail(segment.imageFile, store, signal),
    narration.existing(segment),
  ]);
  return {
    event: 'asset',
    project_id: project.id,
    segment_id: segment.id,
    thumbnail: image ?? null,
    sound: sound?.wavFile ?? null,
    duration: sound?.seconds ?? null,
    peaks: sound ? (await peaksOf(sound, store)).toString('base64') : null,
  };
}

async function peaksOf(sound: SegmentSound, store: Store): Promise<Buffer> {
  const key = createHash('sha256').update(`peaks-${PEAKS_PER_SECOND}\n${sound.key}`).digest('hex');
  const { file } = await findOrMake(store, {
    ...{ key, extension: '.peaks' },
    check: (peaks) => requireSize(peaks, Math.ceil((sound.sampleFrames * PEAKS_PER_SECOND) / 48_000)),
    produce: async (peaks) => writeFile(peaks, await readPeaks(sound.wavFile, PEAKS_PER_SECOND)),
  });
  return readFile(file);
}

async function requireSize(file: string, bytes: number): Promise<void> {
  if ((await stat(file)).size !== bytes) throw new Error(`not ${bytes} bytes`);
}
