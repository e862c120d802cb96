import type { FileHandle } from 'node:fs/promises';
import { openRegular } from '../storage/regularFile.ts';
import { damaged, readSamples, type Box, type SampleTables } from './mp4Samples.ts';

/** What an MP4's index says about one track. Source: ISO/IEC 14496-12, 8.3 to 8.7. */
export interface Mp4Track {
  kind: 'video' | 'sound' | 'other';
  /** Of a video track: frames. All of them lie in the file. */
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

/** The index of ten hours at 60 frames a second has half as many bytes. */
const MOVIE_LIMIT = 256 * 1024 * 1024;
/** Boxes of one parent. Ours have ten. */
const BOX_LIMIT = 1000;

/**
 * Reads the index only, a few bytes a sample: counting frames needs no decoder. The file may be a stranger's.
 *
 * @throws Error when the file has no whole index, or not all the samples that it promises: it was cut, or is no MP4.
 */
export async function readMp4(file: string): Promise<Mp4Track[]> {
  const handle = await openRegular(file);
  try {
    const { size } = await handle.stat();
    const movie = await findMovie(handle, size);
    return children(movie, 0, movie.length)
      .filter((box) => box.type === 'trak')
      .map((box) => readTrack(movie, box, size));
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
  for (let at = 0, boxes = 0; at + 8 <= fileSize && boxes < BOX_LIMIT; boxes++) {
    await handle.read(header, 0, 16, at);
    const short = header.readUInt32BE(0);
    const type = header.toString('latin1', 4, 8);
    const headerSize = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? fileSize - at : short;
    if (size < headerSize || at + size > fileSize) throw new Error('the MP4 is cut short');
    if (type === 'moov') {
      if (size > MOVIE_LIMIT) throw new Error('the MP4 has an index of impossible size');
      const movie = Buffer.alloc(size - headerSize);
      const { bytesRead } = await handle.read(movie, 0, movie.length, at + headerSize);
      if (bytesRead < movie.length) throw new Error('the MP4 is cut short');
      return movie;
    }
    at += size;
  }
  throw new Error('the MP4 has no index');
}

function children(data: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end;) {
    const size = data.readUInt32BE(at);
    if (size < 8 || at + size > end || boxes.length === BOX_LIMIT) throw damaged();
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

function readTrack(data: Buffer, track: Box, fileSize: number): Mp4Track {
  const header = find(data, track, 'mdia', 'mdhd');
  const handler = find(data, track, 'mdia', 'hdlr');
  const table = find(data, track, 'mdia', 'minf', 'stbl');
  if (!header || !handler || !table) throw damaged();
  const long = data[header.start] === 1;
  const kind = data.toString('latin1', handler.start + 8, handler.start + 12);
  const { count, reorderDelay } = readSamples(data, sampleTables(data, table), fileSize);
  return {
    kind: kind === 'vide' ? 'video' : kind === 'soun' ? 'sound' : 'other',
    samples: count,
    timescale: data.readUInt32BE(header.start + (long ? 20 : 12)),
    duration: long ? Number(data.readBigUInt64BE(header.start + 24)) : data.readUInt32BE(header.start + 16),
    reorderDelay,
    decoderConfiguration: kind === 'vide' ? decoderConfiguration(data, table) : '',
  };
}

function sampleTables(data: Buffer, table: Box): SampleTables {
  const boxes = new Map(children(data, table.start, table.end).map((box) => [box.type, box]));
  const [sizes, chunks, durations] = [boxes.get('stsz'), boxes.get('stsc'), boxes.get('stts')];
  const offsets = boxes.get('stco') ?? boxes.get('co64');
  if (!sizes || !chunks || !offsets || !durations) throw damaged();
  return { sizes, chunks, offsets, durations, shifts: boxes.get('ctts') };
}

/** `avcC` of the first sample entry, which has 78 bytes of its own before its boxes. */
function decoderConfiguration(data: Buffer, table: Box): string {
  const descriptions = find(data, table, 'stsd');
  if (!descriptions) return '';
  const [entry] = children(data, descriptions.start + 8, descriptions.end);
  const avc = entry && children(data, entry.start + 78, entry.end).find((box) => box.type === 'avcC');
  return avc ? data.toString('hex', avc.start, avc.end) : '';
}
