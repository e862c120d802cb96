import { execa } from 'execa';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { encodeArguments, type EncoderSettings, type Video } from '../src/engine/video/encoder.ts';
import type { RawSegment } from './rawFrames.ts';

/** What StoryFlow encodes with when a story says nothing. */
export const defaultEncoding: EncoderSettings = { encoder: 'libx264', preset: undefined, bitrate: '8000k' };

/**
 * The time to do nothing but encode: the same frames, raw and already in memory, by the same encoder with
 * the same arguments, `encoders` of them side by side, each taking the next segment when it is done.
 *
 * @returns seconds.
 */
export async function encodeOnly(
  ffmpeg: string,
  segments: readonly RawSegment[],
  video: Video,
  encoders: number,
): Promise<number> {
  const waiting = [...segments];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: encoders }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const output = `${next.file}.mp4`;
        const files = { input: next.file, output };
        await execa(ffmpeg, ['-v', 'error', '-y', ...encodeArguments(defaultEncoding, video, files)], {
          stdin: 'ignore',
        });
        await rm(output);
      }
    }),
  );
  return (performance.now() - start) / 1000;
}

/** The number of encoders that is fastest here, found on some of the segments. */
export async function bestEncoderCount(
  ffmpeg: string,
  segments: readonly RawSegment[],
  video: Video,
): Promise<number> {
  const cores = availableParallelism();
  const candidates = [...new Set([cores - 1, cores, cores + 1, Math.round(cores * 1.5)])].filter(
    (n) => n > 0,
  );
  let best = { count: cores, seconds: Infinity };
  for (const count of candidates) {
    // A whole number of segments for each, so that none of them waits for the others at the end.
    const share = segments.slice(0, count * Math.max(1, Math.floor(6 / count)));
    const frames = share.reduce((sum, segment) => sum + segment.frames, 0);
    const seconds = (await encodeOnly(ffmpeg, share, video, count)) / frames;
    if (seconds < best.seconds) best = { count, seconds };
  }
  return best.count;
}
