import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../storage/atomicWrite.ts';
import { readRegular } from '../storage/regularFile.ts';
import type { ListedSegment } from './join.ts';

/** What a video was joined from. Segments and sound are named by their content, so their names say what is in it. */
export interface Ingredients {
  segments: readonly ListedSegment[];
  soundFile: string;
  title: string;
  /** Says whose video it is; see `output/videoTag.ts`. */
  comment: string;
  fps: number;
}

/** Raised when the same ingredients would be joined to another file. */
const FORMAT = 3;

/** Whether `videoFile` is still, untouched, what the last export joined from these very ingredients. */
export async function joinedBefore(
  workFolder: string,
  videoFile: string,
  ingredients: Ingredients,
): Promise<boolean> {
  const [noted, now] = await Promise.all([
    readNote(workFolder).catch(() => undefined),
    identityOf(videoFile, ingredients).catch(() => undefined),
  ]);
  return noted !== undefined && noted === now;
}

/** To be called when the video stands in its place. */
export async function noteJoined(
  workFolder: string,
  videoFile: string,
  ingredients: Ingredients,
): Promise<void> {
  await replaceFile(noteFile(workFolder), await identityOf(videoFile, ingredients));
}

async function identityOf(videoFile: string, ingredients: Ingredients): Promise<string> {
  const { size, mtimeMs, ino } = await stat(videoFile);
  const { segments, soundFile, title, comment, fps } = ingredients;
  const names = [...segments.map(({ file }) => file), soundFile];
  const parts = [FORMAT, videoFile, size, mtimeMs, ino, title, comment, fps, ...names];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Anything longer is no note. */
async function readNote(workFolder: string): Promise<string> {
  return (await readRegular(noteFile(workFolder), 1024)).toString('utf8');
}

function noteFile(workFolder: string): string {
  return join(workFolder, 'joined.txt');
}
