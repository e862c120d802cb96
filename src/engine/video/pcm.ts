import { open, type FileHandle } from 'node:fs/promises';

/** Where the samples of a 48 kHz 16-bit PCM WAV stand. */
export interface PcmFile {
  channels: 1 | 2;
  /** Samples per channel. */
  sampleFrames: number;
  /** Byte offset of the first sample. */
  dataStart: number;
}

const CHUNK_FRAMES = 1 << 15;

/**
 * Exactly `samples` sample frames of the file as interleaved 16-bit stereo, in chunks: a mono file on both
 * channels, silence after the end of a shorter one. The file is open only while it is read.
 *
 * @throws Error when the file is not 48 kHz 16-bit PCM, or longer than `samples`: sound is never cut.
 */
export async function* stereoPcm(file: string, samples: number): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const pcm = await readHeader(handle, file);
    if (pcm.sampleFrames > samples)
      throw new Error(`${file} has ${pcm.sampleFrames} samples where ${samples} were planned`);
    yield* readStereo(handle, pcm);
    yield* silence(samples - pcm.sampleFrames);
  } finally {
    await handle.close();
  }
}

async function* readStereo(handle: FileHandle, pcm: PcmFile): AsyncGenerator<Uint8Array> {
  const frameBytes = 2 * pcm.channels;
  for (let done = 0; done < pcm.sampleFrames;) {
    const frames = Math.min(CHUNK_FRAMES, pcm.sampleFrames - done);
    // A fresh buffer each time: the pipe may still hold the last one.
    const bytes = Buffer.allocUnsafe(frames * frameBytes);
    await readFully(handle, bytes, pcm.dataStart + done * frameBytes);
    yield pcm.channels === 2 ? bytes : onBothChannels(bytes);
    done += frames;
  }
}

async function readFully(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new Error('the sound file is shorter than its header says');
    done += bytesRead;
  }
}

function onBothChannels(mono: Buffer): Uint8Array {
  const stereo = Buffer.allocUnsafe(mono.length * 2);
  for (let i = 0; i < mono.length; i += 2) {
    stereo[2 * i] = stereo[2 * i + 2] = mono[i]!;
    stereo[2 * i + 1] = stereo[2 * i + 3] = mono[i + 1]!;
  }
  return stereo;
}

function* silence(frames: number): Generator<Uint8Array> {
  for (let left = frames; left > 0; left -= CHUNK_FRAMES)
    yield new Uint8Array(4 * Math.min(CHUNK_FRAMES, left));
}

/** Source: Microsoft's "Multiple channel audio data and WAVE files"; a RIFF of 8-byte chunk headers, padded to even. */
async function readHeader(handle: FileHandle, file: string): Promise<PcmFile> {
  const { size } = await handle.stat();
  const header = Buffer.alloc(24);
  await handle.read(header, 0, 12, 0);
  const bad = (why: string) => new Error(`${file} is not a 48 kHz 16-bit WAV: ${why}`);
  if (header.toString('latin1', 0, 4) !== 'RIFF' || header.toString('latin1', 8, 12) !== 'WAVE')
    throw bad('no RIFF header');
  let channels = 0;
  for (let at = 12; at + 8 <= size;) {
    await handle.read(header, 0, 24, at);
    const type = header.toString('latin1', 0, 4);
    const length = header.readUInt32LE(4);
    if (type === 'fmt ') {
      channels = header.readUInt16LE(10);
      const rate = header.readUInt32LE(12);
      const bits = header.readUInt16LE(22);
      if (rate !== 48_000 || bits !== 16 || (channels !== 1 && channels !== 2))
        throw bad(`${rate} Hz, ${bits} bits, ${channels} channels`);
    } else if (type === 'data') {
      if (channels !== 1 && channels !== 2) throw bad('no format');
      const bytes = Math.min(length, size - at - 8);
      return { channels, sampleFrames: Math.floor(bytes / (2 * channels)), dataStart: at + 8 };
    }
    at += 8 + length + (length % 2);
  }
  throw bad('no samples');
}
