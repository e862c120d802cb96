import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fateOf, ownNamePattern } from '../storage/ownMark.ts';
import type { WorkFolder } from '../storage/workFolder.ts';

/** Lists for ffmpeg, candidates for the lock, and files that were to be renamed to the record and to the note. */
const leftOver = new RegExp(
  `^(?:join-|export\\.lock\\.|render\\.json\\.|\\.joined\\.txt\\.)${ownNamePattern}(?:\\.txt|\\.tmp)?$`,
);
/** Of another machine, whose processes cannot be asked: a file that is being written or read is younger. */
const hourMs = 3_600_000;

/**
 * Removes what processes that were killed left in a working folder, beside its caches. Before: the caller holds the
 * story's lock.
 */
export async function sweepLeftOvers(workFolder: WorkFolder): Promise<void> {
  const folder = workFolder.owned ? await workFolder.find() : undefined;
  if (folder === undefined) return;
  for (const name of await readdir(folder).catch(() => [])) {
    const [, owner, pid] = leftOver.exec(name) ?? [];
    if (owner === undefined) continue;
    const fate = fateOf(owner, Number(pid));
    const file = join(folder, name);
    const found = await lstat(file).catch(() => undefined);
    const isOld = found !== undefined && Date.now() - found.mtimeMs > hourMs;
    if (found?.isFile() && (fate === 'dead' || (fate === 'unknown' && isOld)))
      await unlink(file).catch(() => undefined);
  }
}
