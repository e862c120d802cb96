import { constants } from 'node:fs';
import { copyFile, lstat, rename, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { ownName } from '../storage/ownMark.ts';
import { StoryFlowFailure } from '../failure.ts';
import { discardFile, requireReplaceable } from '../storage/atomicWrite.ts';
import { flush } from '../storage/flush.ts';
import { makeFolders } from '../storage/folders.ts';
import { openRegular } from '../storage/regularFile.ts';

/**
 * A sound that a person asked for by `--output` replaces a WAV; any other file only if they say so, and what is no regular
 * file never.
 *
 * @param file absolute.
 * @throws StoryFlowFailure FAILED
 */
export async function requireSoundPlace(file: string, overwrite: boolean): Promise<void> {
  if (file.includes('\0') || basename(file) === '')
    throw refusal(file, 'no file can have this name. Choose another one');
  await requireRealFolders(file);
  await requireReplaceable(file);
  if (overwrite || (await isWavOrNothing(file))) return;
  throw refusal(file, 'a file stands there that is no WAV. Move it away, or replace it with --overwrite');
}

/** Puts a copy of a sound in its place, whole or not at all. @throws as {@link requireSoundPlace} */
export async function placeSound(wavFile: string, file: string, overwrite: boolean): Promise<void> {
  await makeFolders(dirname(file));
  const name = basename(file).slice(0, 100);
  const temporary = join(dirname(file), `.${name}.${ownName()}.tmp`);
  try {
    await copyFile(wavFile, temporary, constants.COPYFILE_EXCL);
    await flush(temporary);
    await requireSoundPlace(file, overwrite);
    await rename(temporary, file);
  } finally {
    await discardFile(temporary);
  }
}

/** A working folder may have come from anybody: in it a person named no links. */
async function requireRealFolders(file: string): Promise<void> {
  const levels = dirname(file).split(sep);
  const first = levels.lastIndexOf('.storyflow');
  if (first < 0) return;
  for (let count = first + 1; count <= levels.length; count++) {
    const level = levels.slice(0, count).join(sep);
    const found = await lstat(level).catch(() => undefined);
    if (!found) return;
    if (!found.isDirectory())
      throw refusal(file, `${level} is a link or no folder. Delete it, and try again`);
  }
}

async function isWavOrNothing(file: string): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await openRegular(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  try {
    const start = Buffer.alloc(12);
    const { bytesRead } = await handle.read(start, 0, 12, 0);
    if (bytesRead === 0) return true;
    return start.toString('latin1', 0, 4) === 'RIFF' && start.toString('latin1', 8, 12) === 'WAVE';
  } finally {
    await handle.close();
  }
}

function refusal(file: string, why: string): StoryFlowFailure {
  return new StoryFlowFailure('FAILED', `The sound cannot be written to ${file}: ${why}.`, {
    details: { file },
  });
}
