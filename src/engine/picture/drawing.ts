import { stat } from 'node:fs/promises';
import { drawApart } from './apart.ts';
import { pictureHeader, readPicture } from './decode.ts';
import { draw, type Drawn, type DrawTask } from './draw.ts';
import { isDrawing, unfoldedBytes } from './effort.ts';
import { decodingMemory, readingMemory } from './memory.ts';

/** Less is unfolded in a second or two: waiting for it is quicker than starting a process. Bytes. */
const heavy = 100_000_000;
/** What a drawing may take is not known before. Bytes. */
const drawingBytes = 225_000_000;

/**
 * Draws a picture: where this thread is, or in a process apart when it may take long or much.
 *
 * @throws TooLarge, TooCostly, sharp's error; StoryFlowFailure CANCELLED or FAILED.
 */
export async function drawPicture(bytes: Buffer, task: DrawTask, signal: AbortSignal): Promise<Drawn> {
  const apart = isDrawing(bytes) || (await headerEffort(bytes)) > heavy;
  return apart ? drawApart(bytes, task, signal) : draw(bytes, task);
}

/**
 * The same for a file, as soon as there is memory for it.
 *
 * @throws As {@link drawPicture}; RefusedFile, Error of the file system.
 */
export async function drawFile(file: string, task: DrawTask, signal: AbortSignal): Promise<Drawn> {
  using _read = await readingMemory.take(await sizeOf(file), signal);
  const bytes = await readPicture(file);
  using _decoding = await decodingMemory.take(await drawingEffort(bytes), signal);
  return await drawPicture(bytes, task, signal);
}

/**
 * Bytes of memory that drawing a picture takes, its file included; for deciding what may be drawn at the same time.
 * What cannot be read takes none: drawing it will say why.
 */
export async function fileEffort(file: string, signal: AbortSignal): Promise<number> {
  using _read = await readingMemory.take(await sizeOf(file), signal);
  return readPicture(file).then(drawingEffort, () => 0);
}

async function drawingEffort(bytes: Buffer): Promise<number> {
  return bytes.length + (isDrawing(bytes) ? drawingBytes : await headerEffort(bytes));
}

/** What has no header that can be read is refused without effort. */
async function headerEffort(bytes: Buffer): Promise<number> {
  return pictureHeader(bytes).then(unfoldedBytes, () => 0);
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
