import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes a folder of ours: the files in it whose names are of our own pattern, and then the folder, if nothing is left
 * in it. A link is never followed. What cannot be removed stays.
 *
 * Before: the caller knows that this user's StoryFlow made the folder that it stands in.
 */
export async function removeOwnFiles(folder: string, pattern: RegExp): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => []))
    if (entry.isFile() && pattern.test(entry.name))
      await unlink(join(folder, entry.name)).catch(() => undefined);
  await rmdir(folder).catch(() => undefined);
}
