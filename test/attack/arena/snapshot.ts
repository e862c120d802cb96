import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What stands in a folder: relative path → everything that a change would change. Links are not followed. */
export type Snapshot = Map<string, string>;

export interface SnapshotOptions {
  /** Also the times of folders: what was made in one and removed again shows. */
  folderTimes?: boolean;
  /** Relative paths that are left out, with all below them. */
  without?: readonly string[];
}

/** Larger files are known by their size and time. */
const HASHED_BYTES = 1 << 20;

export function snapshot(
  root: string,
  { folderTimes = false, without = [] }: SnapshotOptions = {},
): Snapshot {
  const found: Snapshot = new Map();
  const visit = (path: string) => {
    if (without.includes(path)) return;
    const file = join(root, path);
    const stats = lstatSync(file);
    const own = [stats.mode.toString(8), stats.uid, stats.ino];
    if (stats.isDirectory()) {
      found.set(path, [...own, 'folder', folderTimes ? stats.mtimeMs : ''].join(' '));
      for (const name of readdirSync(file).sort()) visit(join(path, name));
    } else if (stats.isSymbolicLink()) found.set(path, [...own, '→', readlinkSync(file)].join(' '));
    else if (!stats.isFile()) found.set(path, [...own, 'odd'].join(' '));
    else {
      const hash =
        stats.size > HASHED_BYTES ? '' : createHash('sha1').update(readFileSync(file)).digest('hex');
      found.set(path, [...own, stats.nlink, stats.size, stats.mtimeMs, hash].join(' '));
    }
  };
  visit('.');
  return found;
}

/** In words: what is gone, new or different. */
export function differences(
  before: Snapshot,
  after: Snapshot,
): { lost: string[]; made: string[]; changed: string[] } {
  return {
    lost: [...before.keys()].filter((path) => !after.has(path)),
    made: [...after.keys()].filter((path) => !before.has(path)),
    changed: [...before].flatMap(([path, was]) => {
      const now = after.get(path);
      return now === undefined || now === was ? [] : [path];
    }),
  };
}
