import { openRegular } from '../storage/regularFile.ts';
import { bytesPerSample, type SampleEncoding } from './samples.ts';

/** What a WAV file says of itself, and where its samples are. */
export interface WavHeader {
  /** Of plain samples, with nothing that a decoder could stumble over; undefined for any others. */
  encoding: SampleEncoding | undefined;
  sampleRate: number;
  channels: number;
  bitsPerSample: number;
  /** Byte offset of the first sample. */
  dataOffset: number;
  /** Bytes of samples that are really in the file, whole sample frames only. */
  dataBytes: number;
  /** Bytes of samples that the header promises; more than `dataBytes` when the file was cut short. */
  promisedBytes: number;
  /** Samples of one channel. */
  sampleFrames: number;
}

/** A recorder that was streaming leaves these sizes: read to the end of the file. */
const unknownSizes = new Set([0, 0xffffffff, 0x7fffffff, 0x7fffffff - 36, 0xffffffff - 36, 0x7ffff000]);

/** Real files have a few; a file of nothing but empty chunks would be walked over for hours. */
const mostChunks = 1000;

/**
 * Reads a WAV file's header, walking over whatever chunks stand before the samples.
 *
 * @returns undefined when the file is no WAV, or one with very many chunks before the samples.
 * @throws RefusedFile, Error of the file system.
 */
export async function readWavHeader(file: string): Promise<WavHeader | undefined> {
  const handle = await openRegular(file);
  try {
    const { size } = await handle.stat();
    const read = async (at: number, length: number) => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, at);
      return bytesRead === length ? buffer : undefined;
    };
    const riff = await read(0, 12);
    if (riff?.toString('latin1', 0, 4) !== 'RIFF' || riff.toString('latin1', 8, 12) !== 'WAVE')
      return undefined;
    let format: Buffer | undefined;
    for (let at = 12, chunks = 0; at + 8 <= size && chunks < mostChunks; chunks++) {
      const chunk = await read(at, 8);
      if (!chunk) return undefined;
      const name = chunk.toString('latin1', 0, 4);
      const length = chunk.readUInt32LE(4);
      if (name === 'fmt ') format = await read(at + 8, Math.min(Math.max(length, 16), 40));
      if (name === 'data') return format && describe(format, at + 8, length, size);
      // Chunks begin at even offsets.
      at += 8 + length + (length % 2);
    }
    return undefined;
  } finally {
    await handle.close();
  }
}

function describe(format: Buffer, dataOffset: number, length: number, size: number): WavHeader | undefined {
  const channels = format.readUInt16LE(2);
  const bitsPerSample = format.readUInt16LE(14);
  const frameBytes = (channels * bitsPerSample) / 8;
  if (frameBytes < 1) return undefined;
  const present = size - dataOffset;
  const promisedBytes = unknownSizes.has(length) ? present : length;
  const dataBytes = Math.floor(Math.min(promisedBytes, present) / frameBytes) * frameBytes;
  return {
    encoding: encodingOf(format),
    sampleRate: format.readUInt32LE(4),
    channels,
    bitsPerSample,
    dataOffset,
    dataBytes,
    promisedBytes,
    sampleFrames: dataBytes / frameBytes,
  };
}

/** Format tags; one stands for many, and tells in an extension what the samples are. */
const [tagPcm, tagFloat, tagExtensible] = [1, 3, 0xfffe];
/** Speakers of an ordinary file with one channel or two; 0 = not said. */
const usualSpeakers: Record<number, readonly number[]> = { 1: [0, 4], 2: [0, 3] };

/** Source: Microsoft's "Multiple channel audio data and WAVE files". */
function encodingOf(format: Buffer): SampleEncoding | undefined {
  const channels = format.readUInt16LE(2);
  const extended = format.readUInt16LE(0) === tagExtensible && format.length === 40;
  if (extended && !usualSpeakers[channels]?.includes(format.readUInt32LE(20))) return undefined;
  const encoding = plainEncoding(format.readUInt16LE(extended ? 24 : 0), format.readUInt16LE(14));
  const padded = encoding && format.readUInt16LE(12) !== channels * bytesPerSample(encoding);
  return padded ? undefined : encoding;
}

function plainEncoding(tag: number, bits: number): SampleEncoding | undefined {
  const plain: readonly SampleEncoding[] =
    tag === tagPcm ? ['u8', 's16', 's24', 's32'] : tag === tagFloat ? ['f32', 'f64'] : [];
  return plain.find((encoding) => bytesPerSample(encoding) * 8 === bits);
}

/** The 44 bytes before 16-bit PCM samples. */
export function wavHeader(sampleFrames: number, channels: number, sampleRate: number): Buffer {
  const dataBytes = sampleFrames * channels * 2;
  if (dataBytes > 0xffffffff - 44) throw new Error(`${dataBytes} bytes of sound do not fit into a WAV file`);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
