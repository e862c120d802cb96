import type { Problem } from '../../engine/problem.ts';

/** What only a person may say of the place of a video, and a file of the story may not. */
export interface PlaceQuestion {
  question: string;
  detail: string;
  /** Says yes. */
  button: string;
  /** What the engine is told then. */
  flags: readonly string[];
}

/**
 * The question that stands between a story and its video, when it is the only thing that does.
 *
 * @param file Absolute path of the place that the story's own files name.
 */
export function placeQuestion(problems: readonly Problem[], file: string): PlaceQuestion | undefined {
  const [error, ...others] = problems.filter(({ severity }) => severity === 'error');
  if (!error || others.length > 0) return undefined;
  if (error.code === 'output-outside')
    return {
      question: `Write the video to ${file}?`,
      detail: 'A file of this story names this place. It is outside of the folder that is open.',
      button: 'Write There',
      flags: ['--output', file],
    };
  if (error.code === 'output-exists')
    return {
      question: `Replace ${file}?`,
      detail: 'What stands there was not made from this story. It will be gone.',
      button: 'Replace',
      flags: ['--overwrite'],
    };
  return undefined;
}
