import type { Store } from './cache/store.ts';
import type { SegmentSound } from './narration/narration.ts';
import type { OpenStory } from './openStory.ts';
import { unfinishedFile } from './output/unfinished.ts';
import { projectComment } from './output/videoTag.ts';
import { produceSegments, type Rendering } from './produceSegments.ts';
import type { ProgressMeter } from './progress.ts';
import type { RenderedSegment } from './render/lanes.ts';
import type { Settings } from './story/project.ts';
import { planTimeline, type TimelinePlan } from './timeline/plan.ts';
import type { Ffmpeg } from './video/ffmpeg.ts';
import type { Ingredients } from './video/joinedBefore.ts';
import { joinVideos, type JoinedVideos } from './video/joinVideos.ts';
import { PREVIEW_BITRATE } from './video/preview.ts';
import { encodeSound, type EncodedSound, type SoundJob } from './video/sound.ts';
import { UnfitFiles } from './video/unfitFiles.ts';

/** What an export renders with. */
export interface Workshop extends Rendering, AsyncDisposable {
  ffmpeg: Ffmpeg;
  store: Store;
}

export interface MadeVideo extends JoinedVideos {
  plan: TimelinePlan;
  clips: readonly RenderedSegment[];
  ingredients: Ingredients;
}

/** How to have a file made anew that was found and not made now; by its path. */
type Forget = Map<string, () => Promise<void> | void>;

/**
 * Narrates, renders, encodes and joins, as far as it was not done before. What was kept and does not fit is made again,
 * once: it may have been cut short by a full disk, or have come with somebody's story.
 *
 * @param preview Make the preview too.
 * @throws StoryFlowFailure The first failure; by then nothing runs any more, and no joined video remains.
 */
export async function makeVideo(
  story: OpenStory,
  workshop: Workshop,
  preview: boolean,
  meter: ProgressMeter,
  signal: AbortSignal,
): Promise<MadeVideo> {
  const forget: Forget = new Map();
  const attempt = () => makeOnce(story, workshop, preview, meter, forget, signal);
  try {
    return await attempt();
  } catch (error) {
    const again = error instanceof UnfitFiles ? error.files.flatMap((file) => forget.get(file) ?? []) : [];
    if (again.length === 0) throw error;
    for (const forgetOne of again) await forgetOne();
    return await attempt();
  }
}

async function makeOnce(
  story: OpenStory,
  workshop: Workshop,
  preview: boolean,
  meter: ProgressMeter,
  forget: Forget,
  signal: AbortSignal,
): Promise<MadeVideo> {
  const { id, settings, outputFile, workFolder, title } = story.project;
  const { store } = workshop;
  const { path: ffmpeg, version: ffmpegVersion } = workshop.ffmpeg;
  const remember = (entries: readonly { file: string; key: string; reused: boolean }[]) => {
    for (const { file, key, reused } of entries) if (reused) forget.set(file, () => store.remove(key));
  };
  const makeSoundtrack = (sounds: SegmentSound[], stop: AbortSignal) => {
    for (const sound of sounds)
      if (sound.reused) forget.set(sound.wavFile, () => story.narration.refuse(sound));
    return encodeSoundtrack({ ffmpeg, ffmpegVersion, sounds, store, signal: stop }, settings, preview);
  };
  const { clips, soundtrack } = await produceSegments(story, workshop, meter, makeSoundtrack, signal);
  const { plan, aac, mp3 } = soundtrack;
  remember([...clips, aac, ...(mp3 ? [mp3] : [])]);
  meter.joining();
  const comment = projectComment(id);
  const ingredients = { segments: clips, soundFile: aac.file, title, comment, fps: settings.fps };
  const videos = await joinVideos({
    ...{ ffmpeg, ingredients, previewSound: mp3?.file, outputFile, workFolder, store, signal },
    unfinishedFile: await unfinishedFile(outputFile),
  });
  return { plan, clips, ingredients, ...videos };
}

interface Soundtrack {
  plan: TimelinePlan;
  /** For the video. */
  aac: EncodedSound;
  /** For its preview, if one is made. */
  mp3: EncodedSound | undefined;
}

/** The whole story's sound, in every kind that is needed. */
async function encodeSoundtrack(
  job: Omit<SoundJob, 'sounds' | 'plan' | 'codec' | 'bitrate'> & { sounds: SegmentSound[] },
  { fps, audioBitrate }: Settings,
  preview: boolean,
): Promise<Soundtrack> {
  const plan = planTimeline(job.sounds, fps);
  const aac = await encodeSound({ ...job, plan, codec: 'aac', bitrate: audioBitrate });
  const mp3 = preview
    ? await encodeSound({ ...job, plan, codec: 'mp3', bitrate: PREVIEW_BITRATE })
    : undefined;
  return { plan, aac, mp3 };
}
