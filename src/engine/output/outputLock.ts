import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import { inWords, type Holder } from '../lock/holder.ts';
import { acquireLockFile, type Lock } from '../lock/lockFile.ts';
import { makeFolders } from '../storage/folders.ts';

/**
 * Lets one export at a time write a video: two stories may name one place. The lock lies in the user's own folder, where
 * nothing that is shared can bring one; where that cannot be written it lies beside the video.
 *
 * @param outputFile absolute; its folder must be there.
 * @param stateFolder of the user.
 * @throws StoryFlowFailure ALREADY_RENDERING while another export writes it, with the other story's name.
 */
export async function lockOutput(outputFile: string, storyFile: string, stateFolder: string): Promise<Lock> {
  const busy = (holder: Holder) => alreadyWritten(outputFile, storyFile, holder);
  const options = { about: storyFile };
  const real = join(await realpath(dirname(outputFile)), basename(outputFile));
  const key = createHash('sha256').update(comparable(real)).digest('hex').slice(0, 32);
  try {
    const folder = join(stateFolder, 'outputs');
    await makeFolders(folder);
    return await acquireLockFile(join(folder, `${key}.lock`), busy, options);
  } catch (error) {
    if (error instanceof StoryFlowFailure && error.code === 'ALREADY_RENDERING') throw error;
    const beside = join(dirname(real), `.${basename(real)}.lock`);
    return acquireLockFile(beside, busy, { ...options, mayDelete: false });
  }
}

/** Windows and macOS take spellings that differ in case or in the form of accents for one name. */
function comparable(path: string): string {
  if (process.platform !== 'win32' && process.platform !== 'darwin') return path;
  return path.normalize('NFC').toLowerCase();
}

function alreadyWritten(outputFile: string, storyFile: string, holder: Holder): StoryFlowFailure {
  const who = holder.about === undefined ? 'another story' : `“${basename(holder.about)}”`;
  const what = holder.about === storyFile ? 'another export of this story' : `the export of ${who}`;
  return new StoryFlowFailure(
    'ALREADY_RENDERING',
    `${outputFile} is being written already by ${what} (${inWords(holder)}). Wait for it to finish, or choose another place with --output.`,
    { details: { pid: holder.pid, host: holder.host, story: holder.about } },
  );
}
