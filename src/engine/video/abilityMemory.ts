import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../storage/atomicWrite.ts';
import { makeFolders } from '../storage/folders.ts';

/** Raised when {@link remembered} answers mean something else. */
const FORMAT = 1;

/**
 * The answer of `ask(program)`, from `folder` when the program's file is the same (path, size, time) as when it
 * was asked. Only good answers, those with a `version`, are remembered; a memory that cannot be read or written
 * is none.
 */
export async function remembered<Answer extends object>(
  program: string,
  folder: string | undefined,
  ask: (program: string) => Promise<Answer>,
): Promise<Answer> {
  if (folder === undefined) return ask(program);
  const memory = join(folder, 'ffmpeg.json');
  const found = await stat(program).catch(() => undefined);
  const identity = JSON.stringify([FORMAT, program, found?.size, found?.mtimeMs]);
  const kept = await readMemory(memory);
  if (kept?.identity === identity) return kept.answer as Answer;
  const answer = await ask(program);
  if ('version' in answer) await writeMemory(folder, memory, JSON.stringify({ identity, answer }));
  return answer;
}

async function readMemory(file: string): Promise<{ identity: unknown; answer: object } | undefined> {
  try {
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof kept !== 'object' || kept === null || !('identity' in kept) || !('answer' in kept))
      return undefined;
    const { identity, answer } = kept;
    return typeof answer === 'object' && answer !== null ? { identity, answer } : undefined;
  } catch {
    return undefined;
  }
}

async function writeMemory(folder: string, file: string, text: string): Promise<void> {
  try {
    await makeFolders(folder);
    await replaceFile(file, text);
  } catch {
    // It will be asked again.
  }
}
