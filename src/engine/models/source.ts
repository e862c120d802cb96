import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StoryFlowFailure } from '../failure.ts';
import { openRegular, readingTrouble } from '../storage/regularFile.ts';
import type { ManifestFile } from './manifest.ts';

/** Where a model's files come from: a web server, or a folder for machines without a network. */
export interface Source {
  /** URL or path of a file, for messages. */
  nameOf(file: ManifestFile): string;
  /**
   * Opens a file at a byte offset. After: `start` is that offset, or 0 when the source cannot continue.
   *
   * @throws Retry when another try may help, StoryFlowFailure FAILED when none will.
   */
  open(
    file: ManifestFile,
    offset: number,
    signal: AbortSignal,
  ): Promise<{ start: number; bytes: AsyncIterable<Uint8Array> }>;
}

/** A fault that may pass. */
export class Retry extends Error {}

/** @param place an http(s) URL, a file: URL or a folder. */
export function openSource(place: string): Source {
  if (/^https?:\/\//i.test(place)) return webSource(place);
  return folderSource(/^file:\/\//i.test(place) ? fileURLToPath(place) : place);
}

function webSource(base: string): Source {
  const nameOf = (file: ManifestFile) => new URL(file.path, base.endsWith('/') ? base : `${base}/`).href;
  return {
    nameOf,
    async open(file, offset, signal) {
      const response = await fetch(nameOf(file), {
        signal,
        headers: { 'accept-encoding': 'identity', ...(offset > 0 ? { range: `bytes=${offset}-` } : {}) },
      });
      try {
        const start = startOf(response, offset);
        checkAnswer(response, nameOf(file), file, start);
        return { start, bytes: response.body as unknown as AsyncIterable<Uint8Array> };
      } catch (error) {
        await response.body?.cancel();
        throw error;
      }
    },
  };
}

function startOf(response: Response, offset: number): number {
  if (response.status !== 206) return 0;
  const [, first, total] =
    /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  if (Number(first) !== offset)
    throw new Retry(`the server sent another part than asked (${total ?? 'unknown'})`);
  return offset;
}

function checkAnswer(response: Response, url: string, file: ManifestFile, start: number): void {
  const { status } = response;
  if (status === 404 || status === 410)
    throw new StoryFlowFailure('FAILED', `${url} does not exist. Check the source of the model.`, {
      details: { status },
    });
  if (status === 401 || status === 403)
    throw new StoryFlowFailure(
      'FAILED',
      `${url} may not be read (${status}). Check the source of the model.`,
      { details: { status } },
    );
  if (status !== 200 && status !== 206) throw new Retry(`the server answered ${status}`);
  // Of a packed answer the length says nothing about the file.
  const packed = response.headers.has('content-encoding');
  const length = packed ? null : response.headers.get('content-length');
  if (length !== null && Number(length) + start !== file.size)
    throw new StoryFlowFailure(
      'FAILED',
      `${url} is not the published file: the server announces ${Number(length) + start} bytes instead of ${file.size}. Try another source.`,
      { details: { file: file.path } },
    );
}

function folderSource(folder: string): Source {
  const nameOf = (file: ManifestFile) => join(folder, ...file.path.split('/'));
  return {
    nameOf,
    async open(file, offset) {
      const path = nameOf(file);
      const found = await stat(path).catch((cause: unknown) => {
        throw new StoryFlowFailure(
          'FAILED',
          `${path} does not exist. The folder must hold the model's files as they are published.`,
          {
            cause,
            details: { file: file.path },
          },
        );
      });
      if (found.size !== file.size)
        throw new StoryFlowFailure(
          'FAILED',
          `${path} is not the published file: it has ${found.size} bytes instead of ${file.size}${found.size < file.size ? ', so it is cut short' : ''}. Copy it again.`,
          { details: { file: file.path } },
        );
      const handle = await openRegular(path).catch((cause: unknown) => {
        throw new StoryFlowFailure('FAILED', `${path} cannot be read: ${readingTrouble(cause)}.`, {
          cause,
          details: { file: file.path },
        });
      });
      return {
        start: offset,
        bytes: handle.createReadStream({ start: offset }) as AsyncIterable<Uint8Array>,
      };
    },
  };
}
