import { basename, extname } from 'node:path';
import type { Problem } from '../problem.ts';
import { StoryFlowFailure } from '../failure.ts';
import { drawFile } from './drawing.ts';
import { pictureProblem } from './pictureProblem.ts';
import { shortageFailure } from './shortage.ts';

/**
 * Finds out whether a picture can be used: undefined when it can. An error says what is wrong; a warning, that its
 * extension names another format than it has.
 *
 * The bytes are checked for completeness where the format allows it, and decoded otherwise.
 *
 * @throws StoryFlowFailure FAILED, when the machine lacks what is needed for finding out; CANCELLED.
 */
export async function probePicture(
  file: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Problem | undefined> {
  try {
    const { format } = await drawFile(file, { kind: 'probe', ...shown }, signal);
    return mislabelled(file, format);
  } catch (error) {
    if (error instanceof StoryFlowFailure) throw error;
    const shortage = shortageFailure(file, error);
    if (shortage) throw shortage;
    return pictureProblem(file, error);
  }
}

/** Drawings are tried as most stories show them. Pixels. */
const shown = { width: 1920, height: 1080 };

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
