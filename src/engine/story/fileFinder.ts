import type { Dirent } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { listFolder, mayBeFile, mostEntries } from './folderListing.ts';

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
  /** Names of the files in a folder, unsorted; none when it does not exist; not complete where there are too many. */
  list(folder: string): Promise<{ names: string[]; complete: boolean }>;
}

export function createFileFinder(): FileFinder {
  const listings = new Map<string, Promise<Listing>>();
  const listing = (folder: string): Promise<Listing> => {
    const known = listings.get(folder);
    if (known) return known;
    const fresh = listFolder(folder).then(createListing);
    listings.set(folder, fresh);
    return fresh;
  };

  const lookUp = async (path: string): Promise<string | undefined> => {
    const folder = dirname(path);
    const entry = (await listing(folder)).named(basename(path));
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
      const similar = (await listing(dirname(wanted))).similarTo(basename(wanted));
      return { file: wanted, exists: false, similar };
    },
    async list(folder) {
      const names: string[] = [];
      const { entries } = await listing(folder);
      for (const entry of entries)
        if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(resolve(folder, entry.name)))))
          names.push(entry.name);
      return { names, complete: entries.length < mostEntries };
    },
  };
}

/** What stands in a folder, by name. */
interface Listing {
  entries: readonly Dirent[];
  named(name: string): Dirent | undefined;
  similarTo(name: string): string | undefined;
}

function createListing(entries: readonly Dirent[]): Listing {
  const byName = new Map(entries.map((entry) => [entry.name.normalize('NFC'), entry]));
  let similar: Map<string, string> | undefined;
  return {
    entries,
    named: (name) => byName.get(name.normalize('NFC')),
    similarTo(name) {
      similar ??= similarNames(entries.filter(mayBeFile).map((entry) => entry.name));
      return similar.get(folded(name)) ?? (stem(name) === '' ? undefined : similar.get(`${stem(name)}.`));
    },
  };
}

/** Names by themselves without regard to case, and by their stems with a dot. The first of several counts. */
function similarNames(names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of [...names].reverse()) found.set(`${stem(name)}.`, name);
  for (const name of [...names].reverse()) found.set(folded(name), name);
  return found;
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function stem(name: string): string {
  return folded(name).replace(/\.[^.]*$/, '');
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
