import { basename } from 'node:path';
import { StoryFlowFailure } from '../failure.ts';
import type { Problem } from '../problem.ts';
import { maxPicturePixels } from './decode.ts';

/** What stands in the way of using a picture, in a writer's words. `error` is Node's, or sharp's. */
export function pictureProblem(file: string, error: unknown): Problem {
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
  const reason = error instanceof Error ? error.message : String(error);
  if (/exceeds pixel limit/i.test(reason)) return tooLarge(file);
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

export function emptyPicture(file: string): Problem {
  const message = `The picture "${basename(file)}" is empty (0 bytes). Copy or export it again.`;
  return { severity: 'error', code: 'picture-empty', message, file };
}

export function tooLarge(file: string, size?: { width: number; height: number }): Problem {
  const pixels = size ? `${size.width} × ${size.height} pixels, ` : '';
  const limit = Math.floor(maxPicturePixels / 1e6);
  return {
    severity: 'error',
    code: 'picture-too-large',
    message: `The picture "${basename(file)}" is too large (${pixels}more than ${limit} million). Save it smaller.`,
    file,
  };
}

/** As a failure, for when a picture turns out to be bad only while a segment is made. */
export function pictureFailure(file: string, error: unknown): StoryFlowFailure {
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
