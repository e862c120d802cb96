// A track's sample tables (ISO/IEC 14496-12, 8.6 and 8.7). A file may be a stranger's: everything here takes time and
// memory by the bytes that are really in the tables, whatever numbers stand in them.

/** A box in an index: offsets of its contents. */
export interface Box {
  type: string;
  start: number;
  end: number;
}

export interface SampleTables {
  /** `stsz`, `stsc`, `stco` or `co64`, `stts`; `ctts` where frames are reordered. */
  sizes: Box;
  chunks: Box;
  offsets: Box;
  durations: Box;
  shifts: Box | undefined;
}

export interface Samples {
  count: number;
  /** How many frames a frame may be decoded before it is shown. */
  reorderDelay: number;
}

/**
 * @param fileSize Bytes of the file that holds the samples.
 * @throws Error when the tables contradict each other, or a sample does not lie in the file.
 */
export function readSamples(index: Buffer, tables: SampleTables, fileSize: number): Samples {
  const sizes = readSizes(index, tables.sizes);
  requirePlaces(index, tables, sizes, fileSize);
  const durations = readRuns(index, tables.durations);
  requireCount(durations, sizes.count);
  const shifts = tables.shifts && readRuns(index, tables.shifts);
  if (shifts) requireCount(shifts, sizes.count);
  return { count: sizes.count, reorderDelay: shifts ? reorderDelay(durations, shifts) : 0 };
}

export const damaged = () => new Error('the MP4 has a damaged index');

interface Sizes {
  count: number;
  /** Bytes of all samples from one to before another. */
  sum(from: number, to: number): number;
}

function readSizes(index: Buffer, box: Box): Sizes {
  const [common, count] = [index.readUInt32BE(box.start + 4), index.readUInt32BE(box.start + 8)];
  const first = box.start + 12;
  if (common === 0 && first + 4 * count > box.end) throw damaged();
  const sum = (from: number, to: number) => {
    if (common > 0) return (to - from) * common;
    let bytes = 0;
    for (let i = from; i < to; i++) bytes += index.readUInt32BE(first + 4 * i);
    return bytes;
  };
  return { count, sum };
}

/** Each sample is in one chunk, and each chunk in the file. */
function requirePlaces(index: Buffer, tables: SampleTables, sizes: Sizes, fileSize: number): void {
  const chunks = readTable(index, tables.chunks, 12);
  const wide = tables.offsets.type === 'co64';
  const offsets = readTable(index, tables.offsets, wide ? 8 : 4);
  let sample = 0;
  let entry = 0;
  let inChunk = 0;
  for (let chunk = 0; chunk < offsets.count; chunk++) {
    // One entry stands for all chunks up to the next entry's.
    if (entry < chunks.count && index.readUInt32BE(chunks.at(entry)) === chunk + 1) {
      inChunk = index.readUInt32BE(chunks.at(entry) + 4);
      entry++;
    }
    const next = sample + inChunk;
    if (next > sizes.count) throw damaged();
    const place = offsets.at(chunk);
    const start = wide ? Number(index.readBigUInt64BE(place)) : index.readUInt32BE(place);
    if (start + sizes.sum(sample, next) > fileSize) throw new Error('the MP4 is cut short');
    sample = next;
  }
  if (sample !== sizes.count) throw damaged();
}

/** A run of samples with one value each. */
interface Runs {
  length: number;
  count(run: number): number;
  value(run: number): number;
}

function readRuns(index: Buffer, box: Box): Runs {
  const { count, at } = readTable(index, box, 8);
  return {
    length: count,
    count: (run) => index.readUInt32BE(at(run)),
    value: (run) => index.readInt32BE(at(run) + 4),
  };
}

function requireCount(runs: Runs, samples: number): void {
  let count = 0;
  for (let run = 0; run < runs.length; run++) count += runs.count(run);
  if (count !== samples) throw damaged();
}

/**
 * Frames are shown on a grid of one duration: a frame's place in it is that of its decoding plus its shift, so the
 * greatest distance is that between the smallest shift and the first time at which a frame is shown.
 */
function reorderDelay(durations: Runs, shifts: Runs): number {
  const clock = decodingClock(durations);
  let firstShown = Infinity;
  let smallest = Infinity;
  let samples = 0;
  for (let run = 0; run < shifts.length; run++) {
    const count = shifts.count(run);
    if (count === 0) continue;
    firstShown = Math.min(firstShown, clock.now() + shifts.value(run));
    smallest = Math.min(smallest, shifts.value(run));
    clock.advance(count);
    samples += count;
  }
  const duration = clock.now() / samples;
  return duration > 0 ? Math.round((firstShown - smallest) / duration) : 0;
}

/** Walks over samples by whole runs. */
function decodingClock(durations: Runs): { now: () => number; advance: (samples: number) => void } {
  let time = 0;
  let run = 0;
  let used = 0;
  return {
    now: () => time,
    advance(samples) {
      for (let left = samples; left > 0 && run < durations.length;) {
        const step = Math.min(left, durations.count(run) - used);
        time += step * durations.value(run);
        left -= step;
        used += step;
        if (used < durations.count(run)) continue;
        run++;
        used = 0;
      }
    },
  };
}

/** Of entries of one width: four bytes of version and flags, their count, and they. */
function readTable(index: Buffer, box: Box, width: number): { count: number; at: (entry: number) => number } {
  const count = index.readUInt32BE(box.start + 4);
  if (box.start + 8 + width * count > box.end) throw damaged();
  return { count, at: (entry) => box.start + 8 + width * entry };
}
