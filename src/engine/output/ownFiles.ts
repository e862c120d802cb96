import { dirname, join } from 'node:path';
import { sidecarEnding } from '../story/storyPaths.ts';
import type { Project } from '../story/project.ts';
import { identity } from './sameFile.ts';

export type Story = Pick<Project, 'storyFile' | 'sidecarFile' | 'segments'>;

const atOnce = 64;

/**
 * What a place is to the story: its text, its sidecar, the folder's settings, a picture or a recording of it, in words;
 * undefined when it is none of them. Files are the same by their spelling or by their place on the disk, so that a hard
 * link, a folder reached another way, or another spelling on a disk that ignores case hide nothing.
 */
export async function ownFile(story: Story, file: string): Promise<string | undefined> {
  const own = filesOf(story);
  if (own.has(file)) return own.get(file);
  const there = await identity(file);
  // Where nothing stands yet nothing can be lost.
  if (there === undefined) return undefined;
  const files = [...own.keys()];
  for (let first = 0; first < files.length; first += atOnce) {
    const some = files.slice(first, first + atOnce);
    const identities = await Promise.all(some.map(identity));
    const same = identities.indexOf(there);
    if (same >= 0) return own.get(some[same]!);
  }
  return undefined;
}

function filesOf({ storyFile, sidecarFile, segments }: Story): Map<string, string> {
  const own = new Map<string, string>();
  for (const { imageFile, audioFile } of segments) {
    if (imageFile !== undefined) own.set(imageFile, 'a picture of the story');
    if (audioFile !== undefined) own.set(audioFile, 'a recording of the story');
  }
  own.set(join(dirname(storyFile), sidecarEnding), 'the settings of the folder');
  own.set(sidecarFile, "the story's sidecar");
  own.set(storyFile, 'the story itself');
  return own;
}
