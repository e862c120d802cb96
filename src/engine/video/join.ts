import { rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ownName } from '../storage/ownMark.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import { StoryFlowFailure } from '../failure.ts';
import { flush } from '../storage/flush.ts';
import { makeFolders } from '../storage/folders.ts';
import { TICKS_PER_FRAME } from './encoder.ts';
import type { Mp4Track } from './mp4.ts';
import { runFfmpeg } from './process.ts';
import { UnfitFiles } from './unfitFiles.ts';
import { requireClip, requireVideo } from './wholeness.ts';

export interface ListedSegment {
  /** Absolute path. */
  file: string;
  frames: number;
  /** False when it was made just now. */
  reused?: boolean;
}

/** Segments that fit each other, listed for ffmpeg's concat demuxer. */
export interface SegmentList extends AsyncDisposable {
  /** The list's name in {@link workFolder}. */
  name: string;
  workFolder: string;
  fps: number;
  /** Of all segments. */
  frames: number;
  /** Their absolute paths. */
  files: readonly string[];
  /** The greatest of any segment, in frames. */
  reorderDelay: number;
}

/**
 * @param segments In order. Video-only files made by `encodeArguments` with equal settings.
 * @param workFolder For the list, on a disk that can be written. Segments below it are named relative to it.
 * @throws UnfitFiles when segments are not what they should be; StoryFlowFailure FAILED when the disk is full.
 */
export async function listSegments(
  segments: readonly ListedSegment[],
  fps: number,
  workFolder: string,
): Promise<SegmentList> {
  const reorderDelay = await requireFitting(segments, fps);
  const frames = segments.reduce((sum, segment) => sum + segment.frames, 0);
  const name = `join-${ownName()}.txt`;
  const file = join(workFolder, name);
  const remove = () => rm(file, { force: true });
  try {
    await makeFolders(workFolder);
    await writeFile(file, concatList(segments, fps, workFolder), { flag: 'wx' });
  } catch (error) {
    await remove();
    throw diskFailure(error, workFolder);
  }
  const files = segments.map((segment) => segment.file);
  return { name, workFolder, fps, frames, files, reorderDelay, [Symbol.asyncDispose]: remove };
}

export interface JoinJob {
  ffmpeg: string;
  list: SegmentList;
  /** Made by `encodeSound` from the same plan. */
  soundFile: string;
  /** What to write: not there yet. Its folder is made. */
  file: string;
  title: string;
  comment: string;
  signal: AbortSignal;
}

/** Complete and checked: rename {@link file} to make it the result, or dispose of it to remove it. */
export interface JoinedVideo extends AsyncDisposable {
  file: string;
  frames: number;
}

/**
 * Joins segments and sound by stream copy. The command line is of one length for any number of segments.
 *
 * @throws UnfitFiles when the result does not have exactly the frames of its segments; StoryFlowFailure FAILED when the
 * disk is full; CANCELLED. Nothing remains then.
 */
export async function joinSegments({ ffmpeg, list, soundFile, ...job }: JoinJob): Promise<JoinedVideo> {
  const { file, title, comment } = job;
  const folder = dirname(file);
  const remove = () => rm(file, { force: true });
  try {
    await makeFolders(folder);
    const tags = ['-metadata', `title=${title}`, '-metadata', `comment=${comment}`];
    await runFfmpeg({
      ffmpeg,
      arguments: joinArguments(list, {
        soundFile,
        options: [...tags, '-movflags', '+write_colr'],
        room: Buffer.byteLength(title + comment),
        output: file,
      }),
      purpose: 'join the segments',
      place: folder,
      cwd: list.workFolder,
      signal: job.signal,
    });
    await requireJoined(file, list, soundFile);
    await flush(file);
    return { file, frames: list.frames, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw diskFailure(error, folder);
  }
}

/** @throws UnfitFiles unless a joined file has the frames of its segments, and sound: whatever was kept may be to blame. */
export async function requireJoined(file: string, list: SegmentList, soundFile: string): Promise<void> {
  await requireVideo(file, list).catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UnfitFiles(message, [...list.files, soundFile], { cause });
  });
}

/**
 * A list for ffmpeg's concat demuxer. It adds up durations in whole microseconds: each is given as the distance
 * of two rounded frame times, so that rounding never adds up. Names are relative where they can be, since ffmpeg
 * resolves them as if they were URLs, and `?` and `#` in a folder's name would end the path.
 */
export function concatList(
  segments: readonly { file: string; frames: number }[],
  fps: number,
  folder: string,
): string {
  let frame = 0;
  const lines = segments.map(({ file, frames }) => {
    const start = Math.round((frame * 1e6) / fps);
    frame += frames;
    const microseconds = Math.round((frame * 1e6) / fps) - start;
    return `file ${quoted(listName(file, folder))}\nduration ${(microseconds / 1e6).toFixed(6)}\n`;
  });
  return `ffconcat version 1.0\n${lines.join('')}`;
}

/**
 * An upper bound of the size of an MP4's index. The index stands first, so that a player can begin at once; with its room
 * reserved (`-moov_size`) the file is written once, where `+faststart` would write it twice. The table entries of one
 * sample take at most 44 bytes (ISO/IEC 14496-12, 8.6 and 8.7: stts 8, ctts 8, stsz 4, stss 4, stsc 12, stco or co64 8);
 * what is left over, about 100 KB a minute, is skipped by players (`free`).
 */
export function indexBytes(frames: number, fps: number): number {
  const soundFrames = Math.ceil((frames / fps) * (48_000 / 1024)) + 100;
  return 44 * (frames + soundFrames) + 16_384;
}

/**
 * Time stamps are put back on the frame grid: the demuxer knows times to a microsecond only, and segments shorter
 * than the reordering of frames carry decoding times that would collide with their neighbours'.
 */
export function joinArguments(
  list: Pick<SegmentList, 'name' | 'fps' | 'frames' | 'reorderDelay'>,
  output: {
    soundFile: string;
    /** Of the muxer. */
    options: readonly string[];
    /** More bytes than usual for the index. */
    room?: number;
    output: string;
  },
): string[] {
  const { name, fps, frames, reorderDelay } = list;
  const shown = `round(PTS/${TICKS_PER_FRAME})*${TICKS_PER_FRAME}`;
  const decoded = `(N-${reorderDelay})*${TICKS_PER_FRAME}`;
  return [
    // Nothing is decoded here: without this each segment's first frames would be, only to learn about them (50 ms).
    ...['-codec_whitelist', 'none', '-f', 'concat', '-safe', '0'],
    // Nor converted to a form that can change its parameters on the way, and back: all segments have the same ones.
    ...['-auto_convert', '0', '-i', name],
    ...['-i', `file:${resolve(output.soundFile)}`],
    ...['-map', '0:v:0', '-map', '1:a:0', '-map_metadata', '-1'],
    ...['-c', 'copy', '-bsf:v', `setts=pts=${shown}:dts=${decoded}`],
    ...['-video_track_timescale', `${fps * TICKS_PER_FRAME}`, ...output.options],
    ...['-moov_size', `${indexBytes(frames, fps) + (output.room ?? 0)}`, '-f', 'mp4'],
    `file:${resolve(output.output)}`,
  ];
}

function listName(file: string, folder: string): string {
  const name = relative(folder, file);
  if (name !== '' && !name.startsWith('..') && !isAbsolute(name)) return name.split(sep).join('/');
  return `file:${resolve(file).split(sep).join('/')}`;
}

/** In single quotes nothing is special but the quote itself; a line break would end the line all the same. */
function quoted(name: string): string {
  if (/[\r\n]/.test(name))
    throw new StoryFlowFailure(
      'FAILED',
      `A folder's name has a line break in it: ${name}. Rename the folder.`,
    );
  return `'${name.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Segments can be joined by stream copy if the same decoder can read them all. Those made just now say which one that is;
 * where none was, and they differ, any may be wrong.
 *
 * @returns The greatest reordering delay of any segment, in frames.
 * @throws UnfitFiles
 */
async function requireFitting(segments: readonly ListedSegment[], fps: number): Promise<number> {
  const tracks: (Mp4Track | undefined)[] = [];
  for (const { file, frames } of segments)
    tracks.push(await requireClip(file, { frames, fps }).catch(() => undefined));
  const configurations = new Set(tracks.map((track) => track?.decoderConfiguration));
  const right = tracks[segments.findIndex(({ reused }, i) => reused === false && tracks[i])];
  const unfit = segments.filter((_, i) => {
    const track = tracks[i];
    return !track || (right && track.decoderConfiguration !== right.decoderConfiguration);
  });
  if (unfit.length === 0 && configurations.size <= 1)
    return Math.max(0, ...new Set(tracks.map((track) => track!.reorderDelay)));
  throw unfitSegments((unfit.length > 0 ? unfit : segments).map(({ file }) => file));
}

function unfitSegments(files: readonly string[]): UnfitFiles {
  return new UnfitFiles(
    'A rendered segment does not fit the others, although it was rendered again. Choose another encoder or another ffmpeg, and export again.',
    files,
  );
}
