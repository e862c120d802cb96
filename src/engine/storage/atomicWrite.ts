import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ownName } from './ownMark.ts';
import { StoryFlowFailure } from '../failure.ts';

/**
 * Writes a file whole: a reader sees the old one or the new one, after a crash too. Never through a link: what it leads
 * to may be anybody's.
 *
 * @param file Absolute path; its folder must be there.
 * @throws StoryFlowFailure FAILED where something stands that is no regular file; Error of the file system. The old file
 * is untouched then.
 */
export async function replaceFile(file: string, data: string | Uint8Array): Promise<void> {
  await requireReplaceable(file);
  const temporary = join(dirname(file), `.${basename(file).slice(0, 100)}.${ownName()}.tmp`);
  try {
    await writeNew(temporary, data);
    await rename(temporary, file);
  } finally {
    await discardFile(temporary);
  }
}

/**
 * Writes a file that is not there yet: whole, or not at all.
 *
 * @throws Error of the file system; EEXIST when something stands there.
 */
export async function createFile(file: string, data: string | Uint8Array): Promise<void> {
  try {
    await writeNew(file, data);
  } catch (error) {
    // What stood there before is not ours; what we began is of no use.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') await rm(file, { force: true });
    throw error;
  }
}

async function writeNew(file: string, data: string | Uint8Array): Promise<void> {
  // "wx": a link that stands there already is not followed.
  const handle = await open(file, 'wx', 0o666);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes a file of this process's own that may not be there. Why it was not made has been said: this adds nothing. */
export async function discardFile(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}

/** @throws StoryFlowFailure FAILED unless there is nothing, or a regular file. */
export async function requireReplaceable(file: string): Promise<void> {
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined || found.isFile()) return;
  const what = found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : 'no ordinary file';
  throw new StoryFlowFailure(
    'FAILED',
    `${file} is ${what}, and is not written to. Move it away and try again.`,
    { details: { file } },
  );
}
