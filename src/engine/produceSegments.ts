import { StoryFlowFailure, throwIfCancelled } from './failure.ts';
import type { SegmentSound } from './narration/narration.ts';
import type { OpenStory } from './openStory.ts';
import type { ProgressMeter } from './progress.ts';
import type { Lanes, RenderedSegment } from './render/lanes.ts';
import { directionOf, isDirection, type Direction } from './motion/directions.ts';
import { motionSpeed } from './motion/speed.ts';
import type { SegmentJob } from './render/segmentJob.ts';
import type { Project, Segment } from './story/project.ts';
import { segmentFrames } from './timeline/plan.ts';
import type { EncoderSettings } from './video/encoder.ts';

/** In story order: each segment's sound and its encoded pictures; and what was made of all sounds. */
export interface ProducedSegments<Soundtrack> {
  sounds: SegmentSound[];
  clips: RenderedSegment[];
  soundtrack: Soundtrack;
}

/** Pixels a second, below which trembling shows. A pan of five seconds at the usual zoom goes at 130. */
const slowMotion = 25;

/** Speaking two at a time keeps the voice busy while the level of the one before is being set. */
const narrationsAtOnce = 2;

/** How segments are rendered. */
export interface Rendering {
  lanes: Lanes;
  encoding: EncoderSettings;
  /** Indexes of segments that have to be rendered, as far as it is known: they come first. */
  missing: Promise<number[]>;
}

/**
 * Narrates and renders every segment. A segment renders while later ones are still being spoken: its frame count
 * depends on its own sound alone. When all is spoken, `makeSoundtrack` runs beside the rendering that is left.
 *
 * @throws StoryFlowFailure The first failure; by then nothing runs any more.
 */
export async function produceSegments<Soundtrack>(
  story: OpenStory,
  { lanes, encoding, missing }: Rendering,
  meter: ProgressMeter,
  makeSoundtrack: (sounds: SegmentSound[], signal: AbortSignal) => Promise<Soundtrack>,
  signal: AbortSignal,
): Promise<ProducedSegments<Soundtrack>> {
  const { project, narration } = story;
  const stopping = new AbortController();
  const stop = AbortSignal.any([signal, stopping.signal]);
  const sounds: SegmentSound[] = [];
  const clips: Promise<RenderedSegment>[] = [];
  let firstFailure: { error: unknown } | undefined;
  const fail = (segment: Segment, error: unknown) => {
    firstFailure ??= { error: aboutSegment(segment, error) };
    stopping.abort();
  };

  async function produce(index: number): Promise<void> {
    const segment = project.segments[index]!;
    const sound = await narration.narrate(segment, stop);
    sounds[index] = sound;
    meter.narrated(index, sound.seconds);
    const job = segmentJob(project, segment, sound, encoding);
    const { frames } = job;
    const clip = lanes.render(job, stop, (done) => meter.rendered(index, done, frames));
    clips[index] = clip;
    clip.then(
      () => meter.rendered(index, frames, frames),
      (error: unknown) => fail(segment, error),
    );
  }

  // Each is taken by whichever narrator comes next.
  const order = new Set([...(await missing), ...project.segments.keys()]).values();
  const narrators = Array.from({ length: narrationsAtOnce }, async () => {
    for (const index of order) {
      if (stop.aborted) return;
      await produce(index).catch((error: unknown) => fail(project.segments[index]!, error));
    }
  });
  await Promise.all(narrators);
  const soundtrack = stop.aborted ? undefined : makeSoundtrack(sounds, stop);
  soundtrack?.catch((error: unknown) => {
    firstFailure ??= { error };
    stopping.abort();
  });
  await Promise.allSettled([...clips, soundtrack]);
  if (firstFailure) throw firstFailure.error;
  throwIfCancelled(signal);
  return { sounds, clips: await Promise.all(clips), soundtrack: await soundtrack! };
}

/** Every segment's job, as far as its sound is there already. */
export async function* knownJobs(
  { project, narration }: OpenStory,
  encoding: EncoderSettings,
): AsyncGenerator<SegmentJob | undefined> {
  for (const segment of project.segments) {
    const sound = await narration.existing(segment);
    yield sound && segmentJob(project, segment, sound, encoding);
  }
}

function segmentJob(
  project: Project,
  segment: Segment,
  { sampleFrames }: SegmentSound,
  encoding: EncoderSettings,
): SegmentJob {
  const { width, height, fps, background } = project.settings;
  const motion = { direction: motionDirection(segment), zoom: segment.zoom };
  const frames = segmentFrames(sampleFrames, fps);
  const speed = motionSpeed(motion, frames, { width, height, fps });
  return {
    segmentId: segment.id,
    imageFile: segment.imageFile!,
    motion,
    frames,
    width,
    height,
    fps,
    slow: speed > 0 && speed < slowMotion,
    background,
    encoding,
  };
}

function motionDirection(segment: Segment): Direction {
  const { direction } = segment;
  return direction !== undefined && isDirection(direction) ? direction : directionOf(segment.index);
}

/** Says which segment a failure is about: its number, and how it begins. */
function aboutSegment(segment: Segment, error: unknown): unknown {
  if (!(error instanceof StoryFlowFailure) || error.code === 'CANCELLED') return error;
  // The narration has said so already.
  if (error.details['segment_id'] === segment.id) return error;
  const { text } = segment;
  const excerpt = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return new StoryFlowFailure(error.code, `Segment ${segment.index + 1} (“${excerpt}”): ${error.message}`, {
    details: { ...error.details, segment_id: segment.id },
    problems: error.problems,
    cause: error,
  });
}
