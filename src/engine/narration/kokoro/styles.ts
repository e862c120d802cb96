import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StoryFlowFailure } from '../../failure.ts';
import { readRegular } from '../../storage/regularFile.ts';
import type { VoiceShare } from './voiceId.ts';

/** Rows of a voice file: one style for each number of tokens. */
export const styleRows = 510;
/** Numbers in a style. */
export const styleSize = 256;
const voiceBytes = styleRows * styleSize * 4;

/** A voice, or a mix of voices: float32 510 × 256. */
export type StyleTable = Float32Array;

/** The style for a chunk of `tokens` tokens, without the padding at its ends: row clamp(tokens − 1, 0, 509). */
export function styleFor(table: StyleTable, tokens: number): Float32Array {
  const row = Math.min(Math.max(tokens - 1, 0), styleRows - 1);
  return table.slice(row * styleSize, (row + 1) * styleSize);
}

/**
 * Loads and mixes the voice files `FOLDER/NAME.bin`, each float32 (little-endian) 510 × 1 × 256.
 *
 * @throws StoryFlowFailure NOT_READY when a voice is missing, FAILED when its file is damaged.
 */
export async function loadStyle(folder: string, shares: readonly VoiceShare[]): Promise<StyleTable> {
  const tables = await Promise.all(shares.map(({ id }) => loadVoice(folder, id)));
  return mix(
    tables,
    shares.map(({ share }) => share),
  );
}

export function mix(tables: readonly StyleTable[], shares: readonly number[]): StyleTable {
  const mixed = new Float32Array(styleRows * styleSize);
  for (const [index, table] of tables.entries()) {
    const share = shares[index]!;
    for (let i = 0; i < mixed.length; i++) mixed[i]! += table[i]! * share;
  }
  return mixed;
}

async function loadVoice(folder: string, id: string): Promise<StyleTable> {
  const file = join(folder, `${id}.bin`);
  // Before reading: what stands there may be huge, or no file at all.
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : 0),
    () => undefined,
  );
  if (size !== undefined && size !== voiceBytes) throw wrongSize(file, size);
  const bytes = await readRegular(file, voiceBytes).catch((cause: unknown) => {
    throw new StoryFlowFailure(
      'NOT_READY',
      `The voice "${id}" is not installed. "storyflow voices" lists the voices, "storyflow models add --voices ${id}" fetches this one.`,
      { cause, details: { voice: id, file } },
    );
  });
  return decodeVoice(bytes, file);
}

/** @throws StoryFlowFailure FAILED unless the bytes are exactly 510 × 256 finite numbers. */
export function decodeVoice(bytes: Uint8Array, file: string): StyleTable {
  if (bytes.length !== voiceBytes) throw wrongSize(file, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = new Float32Array(styleRows * styleSize);
  for (let i = 0; i < table.length; i++) table[i] = view.getFloat32(i * 4, true);
  // Real styles stay within ±10; anything wild is another kind of file of the same size.
  if (!table.every((value) => Math.abs(value) < 1000)) throw damaged(file, 'it does not hold a voice');
  return table;
}

function wrongSize(file: string, size: number): StoryFlowFailure {
  return damaged(file, `it has ${size} bytes instead of ${voiceBytes}`);
}

function damaged(file: string, why: string): StoryFlowFailure {
  return new StoryFlowFailure(
    'FAILED',
    `The voice file ${file} is damaged: ${why}. Run "storyflow models verify", then "storyflow models add" to repair it.`,
    { details: { file } },
  );
}
