import { open, type FileHandle } from 'node:fs/promises';

/** What an MP4's index says about one track. Source: ISO/IEC 14496-12, 8.3 to 8.7. */
export interface Mp4Track {
  kind: 'video' | 'sound' | 'other';
  /** Of a video track: frames. */
  samples: number;
  /** Ticks a second. */
  timescale: number;
  /** Ticks of all samples together. */
  duration: number;
  /** How many frames a frame may be decoded before it is shown: 0 without B-frames. */
  reorderDelay: number;
  /** What the decoder must know before the first sample (`avcC`: SPS and PPS), as hexadecimal; '' if there is none. */
  decoderConfiguration: string;
}

const MOVIE_LIMIT = 512 * 1024 * 1024;

/**
 * Reads the index only, a few bytes a sample: counting frames needs no decoder.
 *
 * @throws Error when the file has no whole index: it was cut, or is no MP4.
 */
export async function readMp4(file: string): Promise<Mp4Track[]> {
  const handle = await open(file, 'r');
  try {
    const movie = await findMovie(handle, (await handle.stat()).size);
    return children(movie, 0, movie.length)
      .filter((box) => box.type === 'trak')
      .map((box) => readTrack(movie, box));
  } finally {
    await handle.close();
  }
}

/** The one video track. @throws Error if there is none. */
export async function readVideoTrack(file: string): Promise<Mp4Track> {
  const track = (await readMp4(file)).find(({ kind }) => kind === 'video');
  if (!track) throw new Error(`no video track in ${file}`);
  return track;
}

/** Contents of the `moov` box. */
async function findMovie(handle: FileHandle, fileSize: number): Promise<Buffer> {
  const header = Buffer.alloc(16);
  for (let at = 0; at + 8 <= fileSize;) {
    await handle.read(header, 0, 16, at);
    const short = header.readUInt32BE(0);
    const type = header.toString('latin1', 4, 8);
    const headerSize = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? fileSize - at : short;
    if (size < headerSize || at + size > fileSize) throw new Error('the MP4 is cut short');
    if (type === 'moov') {
      if (size > MOVIE_LIMIT) throw new Error('the MP4 has an index of impossible size');
      const movie = Buffer.alloc(size - headerSize);
      await handle.read(movie, 0, movie.length, at + headerSize);
      return movie;
    }
    at += size;
  }
  throw new Error('the MP4 has no index');
}

interface Box {
  type: string;
  /** Offsets of its contents. */
  start: number;
  end: number;
}

function children(data: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end;) {
    const size = data.readUInt32BE(at);
    if (size < 8 || at + size > end) throw new Error('the MP4 has a damaged index');
    boxes.push({ type: data.toString('latin1', at + 4, at + 8), start: at + 8, end: at + size });
    at += size;
  }
  return boxes;
}

function find(data: Buffer, parent: Box, ...path: string[]): Box | undefined {
  let box: Box | undefined = parent;
  for (const type of path)
    box = box && children(data, box.start, box.end).find((child) => child.type === type);
  return box;
}

function readTrack(data: Buffer, track: Box): Mp4Track {
  const header = find(data, track, 'mdia', 'mdhd');
  const handler = find(data, track, 'mdia', 'hdlr');
  const table = find(data, track, 'mdia', 'minf', 'stbl');
  if (!header || !handler || !table) throw new Error('the MP4 has a damaged index');
  const long = data[header.start] === 1;
  const kind = data.toString('latin1', handler.start + 8, handler.start + 12);
  const sizes = find(data, table, 'stsz');
  return {
    kind: kind === 'vide' ? 'video' : kind === 'soun' ? 'sound' : 'other',
    samples: sizes ? data.readUInt32BE(sizes.start + 8) : 0,
    timescale: data.readUInt32BE(header.start + (long ? 20 : 12)),
    duration: long ? Number(data.readBigUInt64BE(header.start + 24)) : data.readUInt32BE(header.start + 16),
    reorderDelay: reorderDelay(runs(data, find(data, table, 'stts')), runs(data, find(data, table, 'ctts'))),
    decoderConfiguration: kind === 'vide' ? decoderConfiguration(data, table) : '',
  };
}

/** Run-length tables of `[count, value]`, one value a sample. */
function runs(data: Buffer, box: Box | undefined): number[] {
  if (!box) return [];
  const values: number[] = [];
  const entries = data.readUInt32BE(box.start + 4);
  for (let i = 0; i < entries; i++) {
    const count = data.readUInt32BE(box.start + 8 + 8 * i);
    const value = data.readInt32BE(box.start + 12 + 8 * i);
    for (let j = 0; j < count; j++) values.push(value);
  }
  return values;
}

/** @param durations Ticks between decoding times. @param offsets From decoding to presentation time. */
function reorderDelay(durations: number[], offsets: number[]): number {
  if (offsets.length === 0) return 0;
  let decoded = 0;
  const shown = offsets.map((offset, i) => {
    const time = decoded + offset;
    decoded += durations[i] ?? 0;
    return time;
  });
  const order = shown.map((_, i) => i).sort((a, b) => shown[a]! - shown[b]!);
  let delay = 0;
  order.forEach((decodePlace, showPlace) => (delay = Math.max(delay, decodePlace - showPlace)));
  return delay;
}

/** `avcC` of the first sample entry, which has 78 bytes of its own before its boxes. */
function decoderConfiguration(data: Buffer, table: Box): string {
  const descriptions = find(data, table, 'stsd');
  if (!descriptions) return '';
  const [entry] = children(data, descriptions.start + 8, descriptions.end);
  const avc = entry && children(data, entry.start + 78, entry.end).find((box) => box.type === 'avcC');
  return avc ? data.toString('hex', avc.start, avc.end) : '';
}
