import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

export interface FoundFile {
  /** Absolute path, as the disk spells it when it was found. */
  file: string;
  exists: boolean;
  /** For a missing file: a name in the same folder that differs in case or extension only. */
  similar: string | undefined;
}

/** Looks files up by name. Folders are listed once each: thousands of look-ups in one folder cost one listing. */
export interface FileFinder {
  /** The first of several spellings that exists, else the first spelling as missing. Relative to `folder`. */
  find(folder: string, spellings: readonly string[]): Promise<FoundFile>;
  /** Names of the files in a folder, unsorted; none when it does not exist. */
  list(folder: string): Promise<string[]>;
}

export function createFileFinder(): FileFinder {
  const listings = new Map<string, Promise<Map<string, Dirent>>>();
  const listing = (folder: string): Promise<Map<string, Dirent>> => {
    const known = listings.get(folder);
    if (known) return known;
    const fresh = readdir(folder, { withFileTypes: true }).then(
      (entries) => new Map(entries.map((entry) => [entry.name.normalize('NFC'), entry])),
      () => new Map<string, Dirent>(),
    );
    listings.set(folder, fresh);
    return fresh;
  };

  const lookUp = async (path: string): Promise<string | undefined> => {
    const folder = dirname(path);
    const entry = (await listing(folder)).get(basename(path).normalize('NFC'));
    const file = entry ? resolve(folder, entry.name) : path;
    if (entry?.isFile()) return file;
    // A symbolic link; a disk that ignores case; a folder that may be entered but not listed.
    return (await isFile(file)) ? file : undefined;
  };

  return {
    async find(folder, spellings) {
      const paths = spellings.map((spelling) => resolve(folder, spelling));
      for (const path of paths) {
        const file = await lookUp(path);
        if (file !== undefined) return { file, exists: true, similar: undefined };
      }
      const wanted = paths[0] ?? folder;
      const similar = similarName(basename(wanted), [...(await listing(dirname(wanted))).values()]);
      return { file: wanted, exists: false, similar };
    },
    async list(folder) {
      const files: string[] = [];
      for (const entry of (await listing(folder)).values())
        if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(resolve(folder, entry.name)))))
          files.push(entry.name);
      return files;
    },
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function similarName(name: string, entries: readonly Dirent[]): string | undefined {
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const folded = (text: string): string => text.normalize('NFC').toLowerCase();
  const stem = (text: string): string => folded(text).replace(/\.[^.]*$/, '');
  return (
    files.find((file) => folded(file) === folded(name)) ??
    files.find((file) => stem(file) !== '' && stem(file) === stem(name))
  );
}
