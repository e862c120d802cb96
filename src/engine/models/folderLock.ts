import { join } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { inWords } from '../lock/holder.ts';
import { acquireLockFile, type Lock } from '../lock/lockFile.ts';

/** Of a model's folder; no file of a model may have this name. */
const lockName = '.lock';

/**
 * Lets one process at a time change a model.
 *
 * @param folder of the model; it must be there.
 * @throws StoryFlowFailure FAILED while another process changes it.
 */
export function lockModel(folder: string, id: string): Promise<Lock> {
  return acquireLockFile(
    join(folder, lockName),
    (holder) =>
      new StoryFlowFailure(
        'FAILED',
        `The model ${id} is being fetched or changed already (${inWords(holder)}, perhaps of another window). Wait until that has finished, then try again.`,
        { details: { pid: holder.pid, host: holder.host } },
      ),
  );
}
