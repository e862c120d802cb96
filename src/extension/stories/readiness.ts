import type { Problem } from '../../engine/problem.ts';
import type { Project, Segment } from '../../engine/story/project.ts';
import type { Story } from './storyModel.ts';

/** What stands between a story and its video, as tree, badge and button tell it. */
export interface Readiness {
  ready: boolean;
  /** In a few words: "2 pictures missing"; empty when ready. */
  lacks: string;
  /** Ids of segments without a picture, or whose picture file is not there. */
  missingPictures: ReadonlySet<string>;
}

/** Stories are immutable: every row of the tree asks, and it is worked out once. */
const memo = new WeakMap<Story, Readiness>();

export function readinessOf(story: Story): Readiness {
  const known = memo.get(story) ?? assess(story);
  memo.set(story, known);
  return known;
}

function assess({ project, problems }: Story): Readiness {
  if (!project) return { ready: false, lacks: 'cannot be read', missingPictures: new Set() };
  const missingPictures = segmentsMissingPictures(project, problems);
  const errors = problems.filter((problem) => problem.severity === 'error' && !isAboutPicture(problem));
  const parts = [
    project.segments.length === 0 && 'nothing to narrate',
    missingPictures.size > 0 && counted(missingPictures.size, 'picture', 'missing'),
    errors.length > 0 && project.segments.length > 0 && counted(errors.length, 'problem'),
  ].filter((part) => part !== false);
  return { ready: parts.length === 0, lacks: parts.join(', '), missingPictures };
}

function segmentsMissingPictures(project: Project, problems: readonly Problem[]): Set<string> {
  const missing = new Set(project.segments.filter(hasNoPicture).map(({ id }) => id));
  for (const problem of problems)
    if (isAboutPicture(problem) && problem.segmentId !== undefined) missing.add(problem.segmentId);
  return missing;
}

const hasNoPicture = (segment: Segment) => segment.imageFile === undefined;

export function isAboutPicture(problem: Problem): boolean {
  return problem.code.startsWith('picture-') && problem.severity === 'error';
}

function counted(count: number, noun: string, rest = ''): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}${rest && ` ${rest}`}`;
}
