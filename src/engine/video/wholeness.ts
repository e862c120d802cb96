import { dirname } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { TICKS_PER_FRAME } from './encoder.ts';
import { readMp4, type Mp4Track } from './mp4.ts';

// What ffmpeg has written is looked at before it is kept or shown: that ffmpeg ended well does not say that it is whole.

/**
 * @param file Made by `encodeArguments`.
 * @returns Its one track.
 * @throws StoryFlowFailure FAILED unless it has exactly `frames` frames, and all that a decoder needs.
 */
export async function requireClip(
  file: string,
  { frames, fps }: { frames: number; fps: number },
): Promise<Mp4Track> {
  const [video, ...others] = await tracksOf(file);
  if (
    video?.kind !== 'video' ||
    others.length > 0 ||
    video.samples !== frames ||
    video.timescale !== fps * TICKS_PER_FRAME ||
    video.decoderConfiguration === ''
  )
    throw notWhole(file, `it should have ${frames} frames`, { frames, found: video });
  return video;
}

/** What an encoder adds before and after the sound, in samples: at most two of its frames each. */
const ENCODER_FRAMES = 4 * 1152;

/**
 * @param file Made by `soundArguments`.
 * @param samples Of one channel, at 48 kHz.
 * @throws StoryFlowFailure FAILED unless it lasts as long, within what its encoder adds.
 */
export async function requireSound(file: string, samples: number): Promise<void> {
  const [sound, ...others] = await tracksOf(file);
  const more = sound?.kind === 'sound' && sound.timescale === 48_000 ? sound.duration - samples : -1;
  if (others.length > 0 || more < 0 || more > ENCODER_FRAMES)
    throw notWhole(file, `its sound should last ${(samples / 48_000).toFixed(2)} s`, {
      samples,
      found: sound,
    });
}

/**
 * @param file Made by `joinArguments`, or from what they made.
 * @throws StoryFlowFailure FAILED unless it has exactly `frames` frames, on the grid, and a sound that lasts as long.
 */
export async function requireVideo(
  file: string,
  { frames, fps }: { frames: number; fps: number },
): Promise<void> {
  const tracks = await tracksOf(file);
  const video = tracks.find(({ kind }) => kind === 'video');
  const sound = tracks.find(({ kind }) => kind === 'sound');
  const seconds = sound ? sound.duration / sound.timescale : 0;
  if (
    video?.samples !== frames ||
    video.duration * fps !== frames * video.timescale ||
    seconds < (frames - 1) / fps
  )
    throw notWhole(file, `it should have ${frames} frames with sound`, {
      frames,
      fps,
      tracks,
    });
}

async function tracksOf(file: string): Promise<Mp4Track[]> {
  return readMp4(file).catch((error: unknown) => {
    throw notWhole(file, error instanceof Error ? error.message : String(error), {}, error);
  });
}

function notWhole(
  file: string,
  why: string,
  details: Record<string, unknown>,
  cause?: unknown,
): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `What ffmpeg wrote in ${dirname(file)} is not whole: ${why}. Make sure that there is room on that disk, and export again.`,
    { details: { ...details, file }, cause },
  );
}
