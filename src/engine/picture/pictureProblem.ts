import { basename } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import type { Problem } from '../problem.ts';
import { readingTrouble, RefusedFile } from '../storage/regularFile.ts';
import { TooCostly } from './apart.ts';
import { maxPictureBytes, maxPicturePixels, maxPictureSide } from './decode.ts';
import { TooLarge } from './draw.ts';
import { shortageFailure } from './shortage.ts';

/** What stands in the way of using a picture, in a writer's words. `error` is Node's, ours or sharp's. */
export function pictureProblem(file: string, error: unknown): Problem {
  if (error instanceof TooLarge) return tooLarge(file, error);
  if (error instanceof TooCostly) return tooCostly(file, error);
  const name = basename(file);
  const problem = (code: string, message: string): Problem => ({ severity: 'error', code, message, file });
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (/^(ENOENT|ENOTDIR)$/.test(code))
    return problem(
      'picture-missing',
      `The picture "${name}" does not exist. Put it there, or name another one.`,
    );
  if (/^(EACCES|EPERM)$/.test(code))
    return problem(
      'picture-unreadable',
      `The picture "${name}" may not be read. Change the permissions of the file.`,
    );
  if (code === 'EISDIR')
    return problem('picture-unreadable', `"${name}" is a folder, not a picture. Name a picture in it.`);
  if (code === 'EFBIG')
    return problem(
      'picture-too-large',
      `The picture "${name}" is too large (more than ${maxPictureBytes / 1e6} MB). Save it smaller, as a JPEG for example.`,
    );
  if (error instanceof RefusedFile || /^E[A-Z0-9]+$/.test(code))
    return problem(
      'picture-unreadable',
      `The picture "${name}" cannot be read: ${readingTrouble(error)}. Name another one, or check again when it can be read.`,
    );
  const reason = error instanceof Error ? error.message : String(error);
  if (/buffer is empty/i.test(reason)) return emptyPicture(file);
  if (/exceeds pixel limit/i.test(reason)) return tooLarge(file);
  if (/timeout: \d+%/i.test(reason)) return tooCostly(file, { what: 'time' });
  if (/unsupported image format|corrupt header|not a known file format|bad dimensions/i.test(reason))
    return problem(
      'picture-not-readable',
      `"${name}" is not a picture that can be read, or its beginning is damaged. ${advice}`,
    );
  return problem(
    'picture-damaged',
    `The picture "${name}" is damaged or incomplete (${shortReason(reason)}). Copy or export it again.`,
  );
}

function emptyPicture(file: string): Problem {
  const message = `The picture "${basename(file)}" is empty (0 bytes). Copy or export it again.`;
  return { severity: 'error', code: 'picture-empty', message, file };
}

function tooLarge(file: string, refusal?: Pick<TooLarge, 'size' | 'unfolded'>): Problem {
  const { width, height } = refusal?.size ?? { width: 0, height: 0 };
  const millions = Math.floor(maxPicturePixels / 1e6);
  const why = refusal?.unfolded
    ? 'more than can be unfolded at once; only JPEGs and PNGs that are neither progressive nor interlaced, and TIFFs, come in parts'
    : Math.max(width, height) > maxPictureSide
      ? `more than ${maxPictureSide} on a side`
      : `more than ${millions} million`;
  const pixels = refusal ? `${width} × ${height} pixels, ` : '';
  return {
    severity: 'error',
    code: 'picture-too-large',
    message: `The picture "${basename(file)}" is too large (${pixels}${why}). Save it smaller.`,
    file,
  };
}

function tooCostly(file: string, { what }: Pick<TooCostly, 'what'>): Problem {
  return {
    severity: 'error',
    code: 'picture-too-costly',
    message: `The picture "${basename(file)}" takes too much ${what} to draw. Make it simpler, or save it as a PNG or JPEG.`,
    file,
  };
}

/** As a failure, for when a picture turns out to be bad only while a segment is made. */
export function pictureFailure(file: string, error: unknown): StoryFlowFailure {
  const shortage = shortageFailure(file, error);
  if (shortage) return shortage;
  const problem = pictureProblem(file, error);
  return new StoryFlowFailure('FAILED', problem.message, {
    details: { imageFile: file, reason: error instanceof Error ? error.message : String(error) },
    problems: [problem],
    cause: error,
  });
}

export function pictureChanged(file: string): StoryFlowFailure {
  const message = `The picture "${basename(file)}" was changed during the export. Export again.`;
  return new StoryFlowFailure('FAILED', message, { details: { imageFile: file } });
}

const advice = 'Use a JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG file.';

/** sharp's messages may run over several lines; the first says what happened. */
function shortReason(reason: string): string {
  return reason
    .split('\n')[0]!
    .replace(/^Input (file|buffer) (has|is) /i, '')
    .slice(0, 120);
}
