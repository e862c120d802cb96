import { open, rm } from 'node:fs/promises';
import { decodeRecording, sampleRate } from './decode.ts';
import { resampler } from './level/resample.ts';

/** A sound to condition: made by a narrator, or the writer's recording. */
export type SoundSource = { samples: Float32Array; sampleRate: number } | { file: string };

/** Samples at 48 kHz that can be read piece by piece, more than once. Dispose of it in the end. */
export interface Pcm extends AsyncDisposable {
  channels: 1 | 2;
  sampleFrames: number;
  /** Interleaved. */
  read(at: number, frames: number): Promise<Float32Array>;
}

/**
 * Speech is resampled here, without a process of its own; recordings are decoded by ffmpeg into `tempFile`, so that
 * an hour of sound takes no memory.
 *
 * @throws UnreadableSound, StoryFlowFailure CANCELLED.
 */
export async function openPcm(
  source: SoundSource,
  tempFile: string,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<Pcm> {
  return 'file' in source ? openRecording(source.file, tempFile, ffmpeg, signal) : openSpeech(source);
}

function openSpeech({ samples, sampleRate: rate }: { samples: Float32Array; sampleRate: number }): Pcm {
  const { outputFrames, read } = resampler(rate, sampleRate);
  return {
    channels: 1,
    sampleFrames: outputFrames(samples.length),
    read: async (at, frames) => read(samples, at, frames),
    [Symbol.asyncDispose]: async () => {},
  };
}

const channels = 2;
const frameBytes = 4 * channels;

async function openRecording(
  file: string,
  tempFile: string,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<Pcm> {
  try {
    await decodeRecording(file, tempFile, ffmpeg, signal);
    const handle = await open(tempFile, 'r');
    return {
      channels,
      sampleFrames: Math.floor((await handle.stat()).size / frameBytes),
      async read(at, frames) {
        const samples = new Float32Array(frames * channels);
        const bytes = new Uint8Array(samples.buffer);
        for (let done = 0; done < bytes.length;) {
          const { bytesRead } = await handle.read(bytes, done, bytes.length - done, at * frameBytes + done);
          if (bytesRead === 0) throw new Error('a decoded recording shrank while it was read');
          done += bytesRead;
        }
        return samples;
      },
      async [Symbol.asyncDispose]() {
        await handle.close();
        await rm(tempFile, { force: true });
      },
    };
  } catch (error) {
    await rm(tempFile, { force: true });
    throw error;
  }
}
