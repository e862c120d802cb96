import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findOrMake } from '../cache/checkedEntry.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import type { Store } from '../cache/store.ts';
import { StoryFlowFailure } from '../failure.ts';
import type { TimelinePlan } from '../timeline/plan.ts';
import { stereoPcm } from './pcm.ts';
import { startFfmpeg } from './process.ts';
import { UnfitFiles } from './unfitFiles.ts';
import { requireSound } from './wholeness.ts';

export interface SoundJob {
  ffmpeg: string;
  ffmpegVersion: string;
  /** One a planned segment: a 48 kHz 16-bit WAV, mono or stereo, and the hash of its content. */
  sounds: readonly { wavFile: string; key: string }[];
  plan: TimelinePlan;
  /** AAC for the video, MP3 for players without AAC. */
  codec: SoundCodec;
  /** As ffmpeg writes it: `192k`. */
  bitrate: string;
  store: Store;
  signal: AbortSignal;
}

export type SoundCodec = 'aac' | 'mp3';

export interface EncodedSound {
  /** In the store, under {@link key}. */
  file: string;
  key: string;
  /** True when it was found in the store. */
  reused: boolean;
}

/**
 * The whole story's sound as one track in an MP4: each segment from its first frame to its last, sample for
 * sample. Encoded once and kept by content: for an unchanged story it is only looked up. Memory and open files
 * do not grow with the number of segments.
 *
 * @throws UnfitFiles when a narration is not what the plan says; StoryFlowFailure FAILED or CANCELLED.
 */
export async function encodeSound(job: SoundJob): Promise<EncodedSound> {
  const key = soundKey(job);
  const made = await findOrMake(job.store, {
    ...{ key, extension: '.m4a' },
    check: (file) => requireSound(file, job.plan.totalSamples),
    produce: (file) => encode(job, file),
  });
  return { ...made, key };
}

/** Raw stereo from standard input to AAC or MP3. The file's edit list hides the encoder's priming samples. */
export function soundArguments(codec: SoundCodec, bitrate: string, output: string): string[] {
  return [
    ...['-f', 's16le', '-ar', '48000', '-ac', '2', '-i', 'pipe:0', '-map_metadata', '-1'],
    ...[...soundEncoder(codec, bitrate), '-f', 'mp4', `file:${output}`],
  ];
}

/** AAC's `fast` coder is the better one too at bitrates above 64k, by ffmpeg's manual. */
export function soundEncoder(codec: SoundCodec, bitrate: string): string[] {
  const encoder = codec === 'aac' ? ['aac', '-aac_coder', 'fast'] : ['libmp3lame', '-compression_level', '7'];
  return ['-c:a', ...encoder, '-b:a', bitrate];
}

function soundKey({ sounds, plan, codec, bitrate, ffmpegVersion }: SoundJob): string {
  const hash = createHash('sha256').update(
    ['sound', ffmpegVersion, ...soundArguments(codec, bitrate, '')].join('\n'),
  );
  sounds.forEach((sound, i) => hash.update(`\n${sound.key} ${plan.segments[i]?.samples}`));
  return hash.digest('hex');
}

async function encode(job: SoundJob, file: string): Promise<void> {
  if (job.sounds.length !== job.plan.segments.length) throw new Error('one sound a planned segment');
  const encoder = startFfmpeg({
    ffmpeg: job.ffmpeg,
    arguments: soundArguments(job.codec, job.bitrate, file),
    purpose: 'encode the sound',
    place: dirname(file),
    signal: job.signal,
  });
  try {
    // Waits while the pipe is full; closes it in the end or on failure, and that ends ffmpeg.
    await pipeline(timelineOf(job), encoder.stdin, { signal: job.signal });
  } catch (error) {
    const [ended] = await Promise.allSettled([encoder.finished]);
    // When ffmpeg ended first, its reason explains the broken pipe.
    const broken = !(error instanceof StoryFlowFailure) && ended.status === 'rejected';
    throw broken ? ended.reason : error;
  }
  await encoder.finished;
}

async function* timelineOf({ sounds, plan }: SoundJob): AsyncGenerator<Uint8Array> {
  for (const [i, { wavFile }] of sounds.entries()) {
    try {
      yield* stereoPcm(wavFile, plan.segments[i]!.samples);
    } catch (error) {
      const failure = diskFailure(error, dirname(wavFile));
      if (failure instanceof StoryFlowFailure) throw failure;
      throw new UnfitFiles(
        `The sound of segment ${i + 1} cannot be read, although it was made again. Make sure that the disk of ${wavFile} is sound, and export again.`,
        [wavFile],
        { details: { wavFile, segment: i + 1 }, cause: error },
      );
    }
  }
}
