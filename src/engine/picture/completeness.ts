import { crc32 } from 'node:zlib';

/**
 * Whether the bytes of a picture are all there, by the rules of its container: true, false, or undefined where
 * only decoding can tell. Much cheaper than decoding: a check of 1000 photographs takes seconds, not minutes.
 */
export function isComplete(bytes: Buffer, format: string): boolean | undefined {
  switch (format) {
    case 'jpeg':
      return endsLikeJpeg(bytes) ? true : undefined;
    case 'png':
      return isWholePng(bytes);
    case 'gif':
      return bytes.at(-1) === 0x3b ? true : undefined;
    case 'webp':
      return bytes.length >= 12 && bytes.length >= bytes.readUInt32LE(4) + 8;
    default:
      return undefined;
  }
}

/** End-of-image marker at the end; cameras may pad with zeros, or append more pictures. */
function endsLikeJpeg(bytes: Buffer): boolean {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end >= 4 && bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9;
}

/** Every chunk is there with the right checksum, up to IEND. */
function isWholePng(bytes: Buffer): boolean {
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end))
      return false;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return true;
    at = end + 4;
  }
  return false;
}
