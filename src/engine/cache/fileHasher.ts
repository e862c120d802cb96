import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { eachChunk } from './eachChunk.ts';

/** SHA-256 of files' bytes, in hex; each is read again only when its size or time has changed. */
export function createFileHasher(): (file: string) => Promise<string> {
  const known = new Map<string, { stamp: string; digest: string }>();
  return async (file) => {
    const { size, mtimeMs } = await stat(file);
    const stamp = `${size} ${mtimeMs}`;
    const before = known.get(file);
    if (before?.stamp === stamp) return before.digest;
    const sha = createHash('sha256');
    await eachChunk(file, (chunk) => sha.update(chunk));
    const digest = sha.digest('hex');
    known.set(file, { stamp, digest });
    return digest;
  };
}
