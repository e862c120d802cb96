import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedSegment } from './join.ts';

/** What a video was joined from. Segments and sound are named by their content, so their names say what is in it. */
export interface Ingredients {
  segments: readonly ListedSegment[];
  soundFile: string;
  title: string;
  fps: number;
}

/** Raised when the same ingredients would be joined to another file. */
const FORMAT = 2;

/** Whether `videoFile` is still, untouched, what the last export joined from these very ingredients. */
export async function joinedBefore(
  workFolder: string,
  videoFile: string,
  ingredients: Ingredients,
): Promise<boolean> {
  const [noted, now] = await Promise.all([
    readFile(noteFile(workFolder), 'utf8').catch(() => undefined),
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
  await writeFile(noteFile(workFolder), await identityOf(videoFile, ingredients));
}

async function identityOf(videoFile: string, ingredients: Ingredients): Promise<string> {
  const { size, mtimeMs, ino } = await stat(videoFile);
  const { segments, soundFile, title, fps } = ingredients;
  const names = [...segments.map(({ file }) => file), soundFile];
  const parts = [FORMAT, videoFile, size, mtimeMs, ino, title, fps, ...names];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function noteFile(workFolder: string): string {
  return join(workFolder, 'joined.txt');
}
