import { join } from 'node:path';
import { loadProject } from '../../src/engine/story/loadProject.ts';
import type { Project } from '../../src/engine/story/project.ts';

/** A project from texts alone, in a folder that does not exist. */
export async function projectFrom(
  storyText: string,
  sidecarText?: string,
  name = 'tale.md',
): Promise<Project> {
  const file = join('/nowhere/at/all', name);
  return (await loadProject(file, { storyText, sidecarText })).project;
}
