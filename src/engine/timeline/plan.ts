/** Sample rate of every sound on the timeline, in Hz. */
export const SAMPLE_RATE = 48_000;

export interface PlannedSegment {
  /** Frames of the whole video before this segment. */
  firstFrame: number;
  /** At least 1. */
  frames: number;
  /** Samples (per channel) of the whole sound before this segment. */
  firstSample: number;
  /** At least the segment's own sound; the rest is silence up to the frame grid. */
  samples: number;
}

export interface TimelinePlan {
  segments: PlannedSegment[];
  totalFrames: number;
  totalSamples: number;
  /** `totalFrames / fps` */
  seconds: number;
}

/**
 * Lays sounds end to end on the frame grid. A segment lasts the fewest whole frames that hold its sound, so its
 * frame count depends on nothing but its own sound: editing one segment leaves the clips of all others as they
 * are. Its place in the sound is the cumulative frame count in samples, rounded once: pictures and sound never
 * drift apart, by more than half a sample, however many segments there are.
 *
 * @param sounds Length of each segment's sound in samples at 48 kHz: a whole number ≥ 0.
 * @param fps Whole frames a second, 1 to 120.
 * @throws RangeError for anything else.
 */
export function planTimeline(sounds: readonly { sampleFrames: number }[], fps: number): TimelinePlan {
  requireWhole('fps', fps, 1, 120);
  let firstFrame = 0;
  const segments = sounds.map(({ sampleFrames }) => {
    const frames = segmentFrames(sampleFrames, fps);
    const firstSample = sampleOfFrame(firstFrame, fps);
    const samples = sampleOfFrame(firstFrame + frames, fps) - firstSample;
    const segment: PlannedSegment = { firstFrame, frames, firstSample, samples };
    firstFrame += frames;
    return segment;
  });
  return {
    segments,
    totalFrames: firstFrame,
    totalSamples: sampleOfFrame(firstFrame, fps),
    seconds: firstFrame / fps,
  };
}

/** The fewest whole frames, at least one, that hold a sound of this many samples at 48 kHz. */
export function segmentFrames(sampleFrames: number, fps: number): number {
  requireWhole('sampleFrames', sampleFrames, 0, Number.MAX_SAFE_INTEGER / 120);
  return Math.max(1, Math.ceil((sampleFrames * fps) / SAMPLE_RATE));
}

/** The sample at which frame number `frame` appears. */
export function sampleOfFrame(frame: number, fps: number): number {
  return Math.round((frame * SAMPLE_RATE) / fps);
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}`);
}
