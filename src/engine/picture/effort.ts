import type { Metadata } from 'sharp';

/**
 * Whether the bytes may be a drawing (SVG, also packed): a program that can draw for hours, in a library that cannot be
 * interrupted. As libvips finds out, and rather too often than not.
 */
export function isDrawing(bytes: Buffer): boolean {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return packed || /svg/i.test(bytes.toString('latin1', 0, 4096));
}

/** The most that may be in memory for decoding a picture that does not come row by row, its file included. Bytes. */
export const maxUnfoldedBytes = 450_000_000;

/**
 * Bytes that a picture takes while it is decoded, beside its file: nearly nothing when it comes row by row, and all its
 * pixels when it does not. By measurement, with sharp 0.35.
 */
export function unfoldedBytes(header: Metadata): number {
  const { format, width, height, isProgressive = false } = header;
  const pixels = width * height;
  const sample = bytesPerSample[header.depth ?? 'uchar'] ?? 8;
  const decoded = pixels * header.channels * sample;
  const turned = (header.orientation ?? 1) > 1;
  switch (format) {
    case 'jpeg':
      // Coefficients of two bytes each; one that is only turned is reduced while it is read.
      return isProgressive ? pixels * 2 * (header.chromaSubsampling === '4:2:0' ? 1.5 : header.channels) : 0;
    case 'png':
      return isProgressive || turned ? decoded : 0;
    case 'tiff':
      return turned ? decoded : 0;
    case 'heif':
      return decoded * 2;
    case 'gif':
      return pixels * 5;
    default:
      return decoded;
  }
}

const bytesPerSample: Record<string, number> = {
  ...{ uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4, double: 8 },
};
