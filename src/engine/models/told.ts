import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../storage/folders.ts';

/** Whoever has been told of the natural voices is not told again: the file says so, for all workspaces. */
const note = '.told-of-natural-voices';

/**
 * @param folder of all models.
 * @returns whether this call is the first since a model was last added or removed. Of several processes that ask at
 *   once, one is.
 */
export async function tellOnce(folder: string): Promise<boolean> {
  try {
    await makeFolders(folder);
    await writeFile(join(folder, note), '', { flag: 'wx' });
    return true;
  } catch (error) {
    // Where nothing can be kept, telling twice is better than never.
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  }
}

/** Models have changed: what was said may have to be said anew. */
export async function forgetTold(folder: string): Promise<void> {
  await rm(join(folder, note), { force: true });
}
