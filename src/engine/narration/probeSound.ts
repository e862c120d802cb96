import { stat } from 'node:fs/promises';
import type { Problem } from '../problem.ts';
import { tryDecode, unreadable, UnreadableSound } from './decode.ts';

const checked = new Map<string, Problem | undefined>();

/**
 * Whether a recording can be decoded, all of it. The answer is kept for as long as the file does not change.
 *
 * @returns a problem without a place: the caller knows where the file is named.
 */
export async function probeSound(
  file: string,
  ffmpeg: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Problem | undefined> {
  const stats = await stat(file).catch(() => undefined);
  const name = JSON.stringify([file, stats?.size, stats?.mtimeMs]);
  if (stats && checked.has(name)) return checked.get(name);
  const problem = await probe(file, ffmpeg, signal);
  checked.set(name, problem);
  return problem;
}

async function probe(file: string, ffmpeg: string, signal: AbortSignal): Promise<Problem | undefined> {
  try {
    await tryDecode(file, ffmpeg, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof UnreadableSound)) throw error;
    const message = `${unreadable(file, error)} Record or convert it again, or remove its audio_file line.`;
    return { severity: 'error', code: 'sound-unreadable', message };
  }
}
