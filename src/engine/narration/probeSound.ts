import { stat } from 'node:fs/promises';
import type { Problem } from '../problem.ts';
import { tryDecode } from './decode.ts';
import { unreadable, UnreadableSound } from './recording.ts';

const checked = new Map<string, Problem | undefined>();

/**
 * Whether a recording can be decoded, all of it. The answer is kept for as long as the file does not change, unless it
 * may be another one the next time.
 *
 * @returns a problem without a place: the caller knows where the file is named.
 * @throws StoryFlowFailure FAILED when the machine keeps ffmpeg from decoding, TOOL_MISSING, CANCELLED.
 */
export async function probeSound(
  file: string,
  ffmpeg: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Problem | undefined> {
  const stats = await stat(file).catch(() => undefined);
  const name = JSON.stringify([file, stats?.size, stats?.mtimeMs, stats?.ino]);
  if (stats && checked.has(name)) return checked.get(name);
  const { problem, passing } = await probe(file, ffmpeg, signal);
  if (!passing) checked.set(name, problem);
  return problem;
}

async function probe(
  file: string,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<{ problem: Problem | undefined; passing: boolean }> {
  try {
    await tryDecode(file, ffmpeg, signal);
    return { problem: undefined, passing: false };
  } catch (error) {
    if (!(error instanceof UnreadableSound)) throw error;
    const advice = error.passing
      ? 'Check again later.'
      : 'Record or convert it again, or remove its audio_file line.';
    const message = `${unreadable(file, error)} ${advice}`;
    return { problem: { severity: 'error', code: 'sound-unreadable', message }, passing: error.passing };
  }
}
