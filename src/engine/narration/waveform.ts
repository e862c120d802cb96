import { openRegular } from '../storage/regularFile.ts';
import { readWavHeader } from './wav.ts';

/**
 * The outline of a narration: for each span of `1 / perSecond` seconds the loudest sample of any channel, 255 = full
 * scale, rounded up, so that only silence is 0.
 *
 * @param wavFile 16-bit PCM. @returns Empty when it is anything else.
 */
export async function readPeaks(wavFile: string, perSecond: number): Promise<Uint8Array> {
  const header = await readWavHeader(wavFile);
  if (header?.bitsPerSample !== 16 || header.dataBytes === 0) return new Uint8Array();
  const { sampleRate, channels, dataOffset, dataBytes } = header;
  const spanSamples = Math.max(1, Math.round(sampleRate / perSecond)) * channels;
  const loudest = new Uint16Array(Math.ceil(dataBytes / 2 / spanSamples));
  let sample = 0;
  for await (const chunk of wholeSamples(wavFile, dataOffset, dataOffset + dataBytes)) {
    for (let at = 0; at < chunk.length; at += 2, sample++) {
      const size = Math.abs(chunk.readInt16LE(at));
      const span = Math.floor(sample / spanSamples);
      if (size > loudest[span]!) loudest[span] = size;
    }
  }
  return Uint8Array.from(loudest, (size) => Math.min(255, Math.ceil((size / 32767) * 255)));
}

/** A chunk may end in the middle of a sample: what is left over goes before the next. */
async function* wholeSamples(file: string, start: number, end: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  const handle = await openRegular(file);
  // Closed with the stream.
  const stream = handle.createReadStream({ start, end: end - 1 });
  for await (const read of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, read]) : read;
    const whole = bytes.length - (bytes.length % 2);
    yield bytes.subarray(0, whole);
    rest = bytes.subarray(whole);
  }
}
