import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkFolder } from '../storage/workFolder.ts';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** Lists for ffmpeg, candidates for the lock, and files that were to be renamed to the record and to the note. */
const leftOver = new RegExp(
  `^(?:join-\\d+-${uuid}\\.txt|export\\.lock\\.\\d+\\.${uuid}|render\\.json\\.${uuid}|\\.joined\\.txt\\.\\d+-${uuid}\\.tmp)$`,
);
/** A file that is being written or read is younger. */
const hourMs = 3_600_000;

/**
 * Removes what processes that were killed left in a working folder, beside its caches. Before: the caller holds the
 * story's lock, so that what is an hour old is not in use.
 */
export async function sweepLeftOvers(workFolder: WorkFolder): Promise<void> {
  const folder = workFolder.owned ? await workFolder.find() : undefined;
  if (folder === undefined) return;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!leftOver.test(name)) continue;
    const file = join(folder, name);
    const found = await lstat(file).catch(() => undefined);
    if (found?.isFile() && Date.now() - found.mtimeMs > hourMs) await unlink(file).catch(() => undefined);
  }
}
