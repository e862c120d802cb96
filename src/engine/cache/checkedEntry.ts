import type { Store } from './store.ts';

/** What is kept in a store under a key that says all that it is made from. */
export interface EntryKind {
  key: string;
  /** With its dot. */
  extension: string;
  /**
   * Throws when a file is not what the key promises. A checksum only says that it is what was stored: that may have been
   * cut short by a full disk, or have come with somebody's story.
   */
  check: (file: string) => Promise<unknown>;
  /** Writes the file. */
  produce: (tempFile: string) => Promise<void>;
}

/** An entry that passes its check; one that does not is removed. @returns Its absolute path. */
export async function findChecked(
  store: Store,
  { key, check }: Pick<EntryKind, 'key' | 'check'>,
): Promise<string | undefined> {
  const file = await store.get(key);
  if (file === undefined) return undefined;
  try {
    await check(file);
    return file;
  } catch {
    await store.remove(key);
    return undefined;
  }
}

/** Makes an entry and keeps it if it passes its check. @throws What `produce` or `check` throw; nothing is kept then. */
export function putChecked(store: Store, { key, extension, check, produce }: EntryKind): Promise<string> {
  const produceWhole = async (tempFile: string) => {
    await produce(tempFile);
    await check(tempFile);
  };
  return store.put(key, produceWhole, extension);
}

/** Makes the entry unless it is there. */
export async function findOrMake(store: Store, kind: EntryKind): Promise<{ file: string; reused: boolean }> {
  const kept = await findChecked(store, kind);
  if (kept !== undefined) return { file: kept, reused: true };
  return { file: await putChecked(store, kind), reused: false };
}
