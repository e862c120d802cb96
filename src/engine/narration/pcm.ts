import type { FileHandle } from 'node:fs/promises';
import { decodedFrameBytes, decodeRecording, sampleRate } from './decode.ts';
import { checkRecording, UnreadableSound } from './recording.ts';
import { resampler } from './level/resample.ts';
import { openRegular } from '../storage/regularFile.ts';
import { bytesPerSample, toFloats, type SampleEncoding } from './samples.ts';
import { openScratch, type Scratch } from './scratch.ts';
import type { WavHeader } from './wav.ts';

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
 * Speech is resampled here, and plain samples at 48 kHz are read where they are, without a process of their own; other
 * recordings are decoded by ffmpeg into `tempFile`, so that an hour of sound takes no memory.
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

async function openRecording(
  file: string,
  tempFile: string,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<Pcm> {
  const header = await checkRecording(file);
  const plain = header && plainSamples(header);
  if (plain) return samplesOf(await openRegular(file), plain);
  const scratch = await openScratch(tempFile);
  try {
    await decodeRecording(file, ffmpeg, signal, (samples) => scratch.write(samples));
    return samplesOf(scratch.handle, decodedSamples(scratch));
  } catch (error) {
    await scratch.handle.close();
    throw error;
  }
}

function decodedSamples({ bytes }: Scratch): StoredSamples {
  return {
    ...{ encoding: 'f32', channels: 2, dataOffset: 0 },
    sampleFrames: Math.floor(bytes() / decodedFrameBytes),
  };
}

/** Samples as they stand in a file, interleaved. */
interface StoredSamples {
  encoding: SampleEncoding;
  channels: 1 | 2;
  /** Byte offset of the first sample. */
  dataOffset: number;
  sampleFrames: number;
}

/** Of a WAV that ffmpeg would change nothing in. */
function plainSamples(header: WavHeader): StoredSamples | undefined {
  const { encoding, channels, dataOffset, sampleFrames } = header;
  if (!encoding || header.sampleRate !== sampleRate || sampleFrames === 0) return undefined;
  return channels === 1 || channels === 2 ? { encoding, channels, dataOffset, sampleFrames } : undefined;
}

/** ffmpeg plays one channel on two loudspeakers with the power of one: recordings are level whoever decodes them. */
const monoFactor = Math.fround(Math.SQRT1_2);

/** @param handle Closed with the samples. */
function samplesOf(handle: FileHandle, { encoding, channels, dataOffset, sampleFrames }: StoredSamples): Pcm {
  const frameBytes = bytesPerSample(encoding) * channels;
  return {
    channels,
    sampleFrames,
    async read(at, frames) {
      const bytes = new Uint8Array(frames * frameBytes);
      for (let done = 0; done < bytes.length;) {
        const place = dataOffset + at * frameBytes + done;
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, place);
        if (bytesRead === 0) throw new UnreadableSound('it shrank while it was read');
        done += bytesRead;
      }
      return toFloats(bytes.buffer, encoding, channels === 1 ? monoFactor : 1);
    },
    async [Symbol.asyncDispose]() {
      await handle.close();
    },
  };
}
