import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkFolder } from '../storage/workFolder.ts';
import { removeOwnFiles } from './removeOwnFiles.ts';
import { cacheKey, entryFile } from './entryNames.ts';

interface Entry {
  key: string;
  folder: string;
  bytes: number;
  /** Milliseconds since 1970. */
  lastUse: number;
}

/**
 * Removes the least recently used entries until all together fit the limit, sparing those in use here and those
 * that any process used within the grace time. In a folder that is not ours nothing is removed.
 */
export async function evict(
  root: WorkFolder,
  options: { limitBytes: number; graceSeconds: number; inUse: ReadonlySet<string> },
): Promise<void> {
  if (!root.owned) return;
  const entries = await listEntries(root);
  let total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const spared = Date.now() - options.graceSeconds * 1000;
  const candidates = entries
    .filter((entry) => entry.lastUse <= spared && !options.inUse.has(entry.key))
    .sort((a, b) => a.lastUse - b.lastUse);
  for (const entry of candidates) {
    if (total <= options.limitBytes) return;
    await removeOwnFiles(entry.folder, entryFile);
    total -= entry.bytes;
  }
}

/** Entries, and what {@link cacheKey} was moved aside by a process that died then. */
async function listEntries(root: WorkFolder): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const shard of await readdir(root.path).catch(() => [])) {
    if (!/^[0-9a-z][0-9a-z_-]$/.test(shard)) continue;
    const folder = await root.find(shard);
    if (folder === undefined) continue;
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const key = entry.name.replace(/\.gone-\d+-\w+$/, '');
      if (!entry.isDirectory() || !cacheKey.test(key) || !key.startsWith(shard)) continue;
      const path = join(folder, entry.name);
      entries.push({ key: entry.name, folder: path, ...(await sizeAndUse(path)) });
    }
  }
  return entries;
}

/** Of an entry without a readable file: nothing, used long ago. */
async function sizeAndUse(folder: string): Promise<{ bytes: number; lastUse: number }> {
  let bytes = 0;
  let lastUse = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await lstat(join(folder, name)).catch(() => undefined);
    bytes += found?.size ?? 0;
    lastUse = Math.max(lastUse, found?.mtimeMs ?? 0);
  }
  return { bytes, lastUse };
}
