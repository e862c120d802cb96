import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';

/** More than any folder of a story's holds; a million take half a gigabyte. */
export const mostEntries = 100_000;

/** The entries of a folder, at most {@link mostEntries}. None when it cannot be read. */
export async function listFolder(folder: string): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: 512 })) {
      entries.push(entry);
      if (entries.length >= mostEntries) break;
    }
  } catch {
    return [];
  }
  return entries;
}

/** May be a file that can be read: links are, until they are followed; devices, pipes and sockets are not. */
export function mayBeFile(entry: Dirent): boolean {
  return entry.isFile() || entry.isSymbolicLink();
}
