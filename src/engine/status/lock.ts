import { join } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { acquireLockFile, holderOf, inWords, type Lock } from '../lock/lockFile.ts';
import type { ProcessIdentity } from '../lock/processIdentity.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import { makeFolders } from '../storage/folders.ts';

/**
 * Takes the lock of a story's working folder: one export a story at a time. A lock whose process has died is taken
 * over.
 *
 * @throws StoryFlowFailure ALREADY_RENDERING while another living process holds it.
 */
export async function acquireLock(workFolder: string): Promise<Lock> {
  await makeFolders(workFolder).catch((error: unknown) => {
    throw diskFailure(error, workFolder);
  });
  return acquireLockFile(lockFile(workFolder), alreadyRendering);
}

/** The living process that exports this story, or undefined. */
export async function lockHolder(workFolder: string): Promise<ProcessIdentity | undefined> {
  return holderOf(lockFile(workFolder));
}

function lockFile(workFolder: string): string {
  return join(workFolder, 'export.lock');
}

function alreadyRendering(holder: ProcessIdentity): StoryFlowFailure {
  return new StoryFlowFailure(
    'ALREADY_RENDERING',
    `This story is being exported already (${inWords(holder)}). Wait for it to finish, or cancel it.`,
    { details: { pid: holder.pid, host: holder.host } },
  );
}
