import { readFileSync } from 'node:fs';

/** Fewer, and Node itself, its threads and one ffmpeg do not get what they need. */
export const fewestOpenFiles = 40;

/** From here on nothing needs to be spared. */
export const plentyOfOpenFiles = 128;

/** How many files and pipes this process may have open at once; Infinity where the system does not say. */
export function openFileLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? Infinity : Number(soft);
  } catch {
    return Infinity;
  }
}

/** Whether something failed because too many files were open, however deep down. */
export function isShortOfFiles(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (/\bE[MN]FILE\b/.test('code' in at ? `${String(at.code)} ${at.message}` : at.message)) return true;
  return false;
}

/** What to say where there are too few, or undefined. */
export function tooFewOpenFiles(limit = openFileLimit()): string | undefined {
  if (limit >= fewestOpenFiles) return undefined;
  return `StoryFlow needs ${fewestOpenFiles} open files, and this session allows ${limit}. Raise the limit ("ulimit -n 1024") and try again.`;
}
