import type { FileHandle } from 'node:fs/promises';
import { openRegular } from '../storage/regularFile.ts';

/** What stands in an MP4's comment: it says whose video may replace it. */
export function projectComment(projectId: string): string {
  return `Made with StoryFlow, project ${projectId}`;
}

/** What a file says of itself, whoever made it. */
export interface FoundVideo {
  /** It begins as an MP4 does (ISO/IEC 14496-12, 4.3), or is empty. */
  isMp4: boolean;
  /** The project that it was made of. */
  project: string | undefined;
  title: string | undefined;
}

const commentPattern = /^Made with StoryFlow, project ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** Bytes of a text that are read. */
const textLimit = 4096;
/** Boxes that are looked at in one file; StoryFlow's own have a dozen on the way to the comment. */
const boxLimit = 4096;

/**
 * Reads only the headers on the way to the tags, `moov/udta/meta/ilst` (QuickTime's, as ffmpeg writes them), whatever the
 * file's size. A file that is damaged or hostile has no tags.
 *
 * @throws RefusedFile for anything but a regular file; Error of the file system.
 */
export async function readVideoTag(file: string): Promise<FoundVideo> {
  const handle = await openRegular(file);
  try {
    const { size } = await handle.stat();
    if (size === 0) return { isMp4: true, project: undefined, title: undefined };
    const boxes = boxReader(handle);
    const [first] = await boxes({ start: 0, end: size }, () => true);
    if (first?.type !== 'ftyp') return { isMp4: false, project: undefined, title: undefined };
    const list = await tagList(boxes, size);
    const comment = list && (await readText(handle, boxes, list, '©cmt'));
    const title = list && (await readText(handle, boxes, list, '©nam'));
    return { isMp4: true, project: commentPattern.exec(comment ?? '')?.[1]?.toLowerCase(), title };
  } finally {
    await handle.close();
  }
}

interface Span {
  /** Offsets in the file. */
  start: number;
  end: number;
}

interface Box extends Span {
  type: string;
}

/** The boxes in a span, up to and including the first that `wanted` accepts. */
type BoxReader = (span: Span, wanted: (box: Box) => boolean) => Promise<Box[]>;

function boxReader(handle: FileHandle): BoxReader {
  let left = boxLimit;
  return async (span, wanted) => {
    const boxes: Box[] = [];
    const header = Buffer.alloc(16);
    for (let at = span.start; at + 8 <= span.end && left > 0; left--) {
      const { bytesRead } = await handle.read(header, 0, 16, at);
      if (bytesRead < 8) break;
      const short = header.readUInt32BE(0);
      const headerSize = short === 1 ? 16 : 8;
      const size = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? span.end - at : short;
      if (size < headerSize || bytesRead < headerSize || at + size > span.end) break;
      const box = { type: header.toString('latin1', 4, 8), start: at + headerSize, end: at + size };
      boxes.push(box);
      if (wanted(box)) break;
      at += size;
    }
    return boxes;
  };
}

async function child(boxes: BoxReader, parent: Span, type: string): Promise<Box | undefined> {
  const last = (await boxes(parent, (box) => box.type === type)).at(-1);
  return last?.type === type ? last : undefined;
}

async function tagList(boxes: BoxReader, size: number): Promise<Box | undefined> {
  const movie = await child(boxes, { start: 0, end: size }, 'moov');
  const userData = movie && (await child(boxes, movie, 'udta'));
  const meta = userData && (await child(boxes, userData, 'meta'));
  // Four bytes of version and flags come before its boxes.
  return meta && (await child(boxes, { start: meta.start + 4, end: meta.end }, 'ilst'));
}

/** The `data` box of a tag: type and locale of four bytes each, then the text in UTF-8. */
async function readText(
  handle: FileHandle,
  boxes: BoxReader,
  list: Span,
  name: string,
): Promise<string | undefined> {
  const tag = await child(boxes, list, name);
  const data = tag && (await child(boxes, tag, 'data'));
  if (!data || data.end - data.start < 8) return undefined;
  const text = Buffer.alloc(Math.min(data.end - data.start - 8, textLimit));
  const { bytesRead } = await handle.read(text, 0, text.length, data.start + 8);
  return text.toString('utf8', 0, bytesRead);
}
