import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { eachChunk } from './eachChunk.ts';

/**
 * SHA-256 of files' bytes, in hex; each is read again only when its size or time has changed. Who asks while it is being
 * read waits for the same answer.
 *
 * @param limitBytes The most that a file may have: the returned function throws RefusedFile EFBIG beyond.
 */
export function createFileHasher(limitBytes = Infinity): (file: string) => Promise<string> {
  const known = new Map<string, { stamp: string; digest: Promise<string> }>();
  return async (file) => {
    const { size, mtimeMs } = await stat(file);
    const stamp = `${size} ${mtimeMs}`;
    const before = known.get(file);
    if (before?.stamp === stamp) return before.digest;
    const digest = hashOf(file, limitBytes);
    known.set(file, { stamp, digest });
    digest.catch(() => known.delete(file));
    return digest;
  };
}

async function hashOf(file: string, limitBytes: number): Promise<string> {
  const sha = createHash('sha256');
  await eachChunk(file, (chunk) => sha.update(chunk), limitBytes);
  return sha.digest('hex');
}
