import { crc32 } from 'node:zlib';
import { eachChunk } from './eachChunk.ts';

/** What a file must hold to be taken for whole. */
export interface Checksum {
  /** Bytes. */
  size: number;
  /** CRC-32 (zlib's) of all bytes. Finds damage, and costs a tenth of a cryptographic hash. */
  crc: number;
}

/** Reads the whole file, one chunk at a time. */
export async function checksumOf(file: string): Promise<Checksum> {
  let crc = 0;
  const size = await eachChunk(file, (chunk) => (crc = crc32(chunk, crc)));
  return { size, crc };
}
