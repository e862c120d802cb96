import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolders } from '../storage/folders.ts';
import { cancelled, StoryFlowFailure, throwIfCancelled } from '../failure.ts';
import type { ManifestFile } from './manifest.ts';
import { openRegular, RefusedFile } from '../storage/regularFile.ts';
import { Retry, type Source } from './source.ts';

export interface FetchOptions {
  source: Source;
  file: ManifestFile;
  /** Where the file goes; `TARGET.part` until it is whole and verified. */
  target: string;
  signal: AbortSignal;
  /** Bytes that are there, of `file.size`. */
  onBytes?: (bytes: number) => void;
  /** Tries without any progress before giving up. */
  attempts?: number;
  /** A source that sends nothing for so long is asked again. Milliseconds. */
  patience?: number;
  /** Pause before the second try, doubled for each further one. Milliseconds. */
  delay?: number;
}

/**
 * Fetches one file: continues where an earlier try stopped, checks size and hash, and puts it in place only then.
 *
 * @throws StoryFlowFailure FAILED when the source has no such file, another one, or does not answer; CANCELLED. What
 *   arrived is kept for the next time, unless it was wrong.
 */
export async function fetchFile(options: FetchOptions): Promise<void> {
  const { file, target, signal, attempts = 4, delay = 1000 } = options;
  const part = `${target}.part`;
  await makeFolders(dirname(target));
  let continued = (await sizeOf(part)) > 0;
  for (let failures = 0; ;) {
    throwIfCancelled(signal);
    const before = await sizeOf(part);
    try {
      await receive(options, part);
      if (await matches(part, file, signal)) break;
      await rm(part, { force: true });
      // An old beginning may have met a new end: once more from the start.
      if (!continued) throw foreign(options);
      continued = false;
    } catch (error) {
      if (signal.aborted) throw cancelled();
      if (!(error instanceof Retry)) throw error;
      failures = (await sizeOf(part)) > before ? 1 : failures + 1;
      if (failures >= attempts) throw unreachable(options, error);
      continued = true;
      await sleep(delay * 2 ** (failures - 1), undefined, { signal }).catch(() => undefined);
    }
  }
  await rename(part, target);
}

/** Whether a file is there with the right size and hash. */
export async function matches(
  path: string,
  { size, sha256 }: ManifestFile,
  signal?: AbortSignal,
): Promise<boolean> {
  if ((await sizeOf(path)) !== size) return false;
  const hash = createHash('sha256');
  try {
    const handle = await openRegular(path);
    // Closed with the stream; not further than it should be, however it may grow.
    const stream = handle.createReadStream({ end: size, signal });
    for await (const bytes of stream as AsyncIterable<Buffer>) hash.update(bytes);
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    if (error instanceof RefusedFile) return false;
    throw error;
  }
  return hash.digest('hex') === sha256;
}

async function receive(options: FetchOptions, part: string): Promise<void> {
  const { source, file, signal, onBytes } = options;
  let there = await sizeOf(part);
  if (there > file.size) {
    await rm(part);
    there = 0;
  }
  onBytes?.(there);
  if (there === file.size) return;
  const stall = new AbortController();
  const both = AbortSignal.any([signal, stall.signal]);
  const patience = startPatience(options.patience ?? 30_000, () => stall.abort());
  let handle: FileHandle | undefined;
  try {
    const { start, bytes } = await source.open(file, there, both);
    // Not continued: the source began anew.
    handle = await open(part, start === 0 ? 'w' : 'a');
    let received = start;
    for await (const chunk of bytes) {
      patience.again();
      received += chunk.length;
      if (received > file.size) throw tooLong(options);
      await handle.writeFile(chunk);
      onBytes?.(received);
    }
    if (received < file.size) throw new Retry('the connection ended early');
  } catch (error) {
    if (error instanceof StoryFlowFailure && error.details['discard'] === true)
      await rm(part, { force: true });
    throw stall.signal.aborted ? new Retry('the source stopped sending') : asRetry(error, options);
  } finally {
    patience.stop();
    await handle?.close();
  }
}

function startPatience(milliseconds: number, lost: () => void) {
  let timer = setTimeout(lost, milliseconds);
  return {
    again() {
      clearTimeout(timer);
      timer = setTimeout(lost, milliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}

/** A full disk will not be emptier at the next try; a broken connection may be whole. */
function asRetry(error: unknown, { target }: FetchOptions): unknown {
  if (error instanceof StoryFlowFailure || error instanceof Retry) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (/^E(?:NOSPC|DQUOT)$/.test(code))
    return new StoryFlowFailure(
      'FAILED',
      `The disk is full: there is no room left in ${dirname(target)}. Make room and start again: what has arrived is kept.`,
      { cause: error, details: { file: target, code } },
    );
  if (/^E(?:ACCES|PERM|ROFS|ISDIR|NOENT)$/.test(code))
    return new StoryFlowFailure('FAILED', `The model cannot be written: ${message}.`, {
      cause: error,
      details: { file: target, code },
    });
  return new Retry(error instanceof Error ? messageOf(error) : String(error));
}

/** `fetch` hides the reason in the cause. */
function messageOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function foreign({ source, file }: FetchOptions): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `${source.nameOf(file)} is not the published file: its size is right, but its content is not (SHA-256 differs). Try another source.`,
    { details: { file: file.path } },
  );
}

function tooLong({ source, file }: FetchOptions): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `${source.nameOf(file)} is not the published file: it is longer than ${file.size} bytes. Try another source.`,
    { details: { file: file.path, discard: true } },
  );
}

function unreachable({ source, file }: FetchOptions, cause: Retry): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `${source.nameOf(file)} could not be fetched: ${cause.message}. What has arrived is kept: try again, or name a mirror or a folder with the files (--source; in VS Code the setting storyflow.modelSource).`,
    { cause, details: { file: file.path } },
  );
}
