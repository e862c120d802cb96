import type { Metadata } from 'sharp';
import { maxPicturePixels } from './decode.ts';

/**
 * An SVG prepared to be rendered at the size that it is shown at: dots per inch at which it just covers the
 * canvas. At 72 it has the size that its header (read at 72) says.
 */
export function scaleVector(
  bytes: Buffer,
  header: Metadata,
  canvas: { width: number; height: number },
): { bytes: Buffer; density: number } {
  const cover = Math.max(canvas.width / header.width, canvas.height / header.height);
  // A picture of extreme shape covers the canvas with only a small part of itself.
  const affordable = Math.sqrt(maxPicturePixels / 4 / (header.width * header.height));
  const density = Math.max(1, Math.min(100_000, 72 * Math.min(cover, affordable)));
  return { bytes: withViewBox(bytes, header), density };
}

/**
 * Without a view box and a size of its own an SVG has the extent of its drawing, and the renderer would enlarge the
 * sheet but not the drawing: so the extent becomes its view box.
 */
function withViewBox(bytes: Buffer, { width, height }: Metadata): Buffer {
  const text = bytes.toString('utf8');
  const root = /<svg\b[^>]*>/.exec(text);
  if (!root || /\sviewBox\s*=/.test(root[0])) return bytes;
  const absolute = (side: string) => new RegExp(`\\s${side}\\s*=\\s*["']\\s*[\\d.]+(?!\\s*%)[a-z]*\\s*["']`);
  if (absolute('width').test(root[0]) && absolute('height').test(root[0])) return bytes;
  const at = root.index + '<svg'.length;
  return Buffer.from(`${text.slice(0, at)} viewBox="0 0 ${width} ${height}"${text.slice(at)}`);
}
