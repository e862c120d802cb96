import { stat } from 'node:fs/promises';

/** Device and number of a file; undefined when there is none, or its disk numbers no files. */
export async function identity(file: string): Promise<string | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found && found.ino !== 0n ? `${found.dev}:${found.ino}` : undefined;
}

/** By their spelling or their place on the disk: a folder may be reached by a link, or in another case. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  const here = await identity(one);
  return here !== undefined && here === (await identity(other));
}
