import { basename, extname } from 'node:path';
import type { Problem } from '../problem.ts';
import { isComplete } from './completeness.ts';
import { decodePicture, maxPicturePixels, pictureHeader, readPicture } from './decode.ts';
import { emptyPicture, pictureProblem, tooLarge } from './pictureProblem.ts';

/**
 * Finds out whether a picture can be used: undefined when it can. An error says what is wrong; a warning, that its
 * extension names another format than it has.
 *
 * The bytes are checked for completeness where the format allows it, and decoded otherwise.
 */
export async function probePicture(file: string): Promise<Problem | undefined> {
  try {
    const bytes = await readPicture(file);
    if (bytes.length === 0) return emptyPicture(file);
    const { format, width, height } = await pictureHeader(bytes);
    if (width * height > maxPicturePixels) return tooLarge(file, { width, height });
    if (!isComplete(bytes, format)) await decodeAll(bytes);
    return mislabelled(file, format);
  } catch (error) {
    return pictureProblem(file, error);
  }
}

async function decodeAll(bytes: Buffer): Promise<void> {
  await decodePicture(bytes).resize(16, 16, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
}

const extensions: Record<string, readonly string[]> = {
  jpeg: ['.jpg', '.jpeg', '.jpe', '.jfif'],
  png: ['.png', '.apng'],
  webp: ['.webp'],
  gif: ['.gif'],
  heif: ['.avif', '.heif', '.heic'],
  tiff: ['.tif', '.tiff'],
  svg: ['.svg', '.svgz'],
};

function mislabelled(file: string, format: string): Problem | undefined {
  const known = extensions[format];
  if (!known || known.includes(extname(file).toLowerCase())) return undefined;
  const real = format === 'heif' ? 'AVIF' : format.toUpperCase();
  return {
    severity: 'warning',
    code: 'picture-mislabelled',
    message: `The picture "${basename(file)}" is really a ${real} file. It works; other programs may need the extension "${known[0]}".`,
    file,
  };
}
