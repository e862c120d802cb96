import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { holderOf, inWords, type Holder } from '../lock/holder.ts';
import { acquireLockFile, type Lock } from '../lock/lockFile.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import type { WorkFolder } from '../storage/workFolder.ts';
import { sweepLeftOvers } from './sweepLeftOvers.ts';

/**
 * Takes the lock of a story's working folder, which is made: one export a story at a time. A lock whose process has died
 * is taken over.
 *
 * @throws StoryFlowFailure ALREADY_RENDERING while another living process holds it; FAILED where the working folder is
 * not to be used.
 */
export async function acquireLock(workFolder: WorkFolder): Promise<Lock> {
  await workFolder.make().catch((error: unknown) => {
    throw diskFailure(error, workFolder.path);
  });
  const options = { mayDelete: workFolder.owned };
  const lock = await acquireLockFile(lockFile(workFolder.path), alreadyRendering, options);
  await sweepLeftOvers(workFolder);
  return lock;
}

/** The living process that exports this story, or undefined. */
export async function lockHolder(workFolder: string): Promise<Holder | undefined> {
  for (const level of [dirname(workFolder), workFolder])
    if (!(await lstat(level).catch(() => undefined))?.isDirectory()) return undefined;
  return holderOf(lockFile(workFolder));
}

function lockFile(workFolder: string): string {
  return join(workFolder, 'export.lock');
}

function alreadyRendering(holder: Holder): StoryFlowFailure {
  return new StoryFlowFailure(
    'ALREADY_RENDERING',
    `This story is being exported already (${inWords(holder)}). Wait for it to finish, or cancel it.`,
    { details: { pid: holder.pid, host: holder.host } },
  );
}
