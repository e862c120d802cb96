import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

interface Entry {
  key: string;
  folder: string;
  bytes: number;
  /** Milliseconds since 1970. */
  lastUse: number;
}

/**
 * Removes the least recently used entries until all together fit the limit, sparing those in use here and those
 * that any process used within the grace time.
 */
export async function evict(
  root: string,
  options: { limitBytes: number; graceSeconds: number; inUse: ReadonlySet<string> },
): Promise<void> {
  const entries = await listEntries(root);
  let total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const spared = Date.now() - options.graceSeconds * 1000;
  const candidates = entries
    .filter((entry) => entry.lastUse <= spared && !options.inUse.has(entry.key))
    .sort((a, b) => a.lastUse - b.lastUse);
  for (const entry of candidates) {
    if (total <= options.limitBytes) return;
    await rm(entry.folder, { recursive: true, force: true }).catch(() => undefined);
    total -= entry.bytes;
  }
}

async function listEntries(root: string): Promise<Entry[]> {
  const shards = (await readdir(root).catch(() => [])).filter((name) => name !== 'tmp');
  const entries: Entry[] = [];
  for (const shard of shards) {
    for (const key of await readdir(join(root, shard)).catch(() => [])) {
      const folder = join(root, shard, key);
      entries.push({ key, folder, ...(await sizeAndUse(folder)) });
    }
  }
  return entries;
}

/** Of an entry without a readable file: nothing, used long ago. */
async function sizeAndUse(folder: string): Promise<{ bytes: number; lastUse: number }> {
  let bytes = 0;
  let lastUse = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    bytes += found?.size ?? 0;
    lastUse = Math.max(lastUse, found?.mtimeMs ?? 0);
  }
  return { bytes, lastUse };
}
