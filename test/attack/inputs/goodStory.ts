import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './input.ts';

/** Keys with their values in YAML, in order; the same key twice is possible. */
export type Lines = [key: string, yaml: string][];

export interface Sidecar {
  root: Lines;
  scene: Lines;
  segments: Lines[];
}

/** Small and quick to export: two recordings of a third of a second. */
export function goodSidecar(): Sidecar {
  return {
    root: [
      ['id', '6a1fd6a2-8cf5-4f1c-9b0e-9a2a4dd1a001'],
      ['title', 'The Tale'],
      ['resolution_width', '64'],
      ['resolution_height', '36'],
      ['framerate', '10'],
      ['segment_pause', '0'],
    ],
    scene: [['title', 'First']],
    segments: [
      [
        ['id', 'one'],
        ['text', 'One small step.'],
        ['image_file', 'images/a.png'],
        ['audio_file', 'sounds/a.wav'],
      ],
      [
        ['id', 'two'],
        ['text', 'Two steps back.'],
        ['image_file', 'images/b.png'],
        ['audio_file', 'sounds/b.wav'],
      ],
    ],
  };
}

export const goodText = '# The Tale\n\n## First\n\nOne small step.\n\n## Second\n\nTwo steps back.\n';

export function sidecarText({ root, scene, segments }: Sidecar): string {
  const lines = (some: Lines) => some.map(([key, yaml]) => `${key}: ${yaml}`);
  const item = (some: Lines) =>
    some.length === 0 ? ['  - {}'] : lines(some).map((line, i) => `  ${i === 0 ? '-' : ' '} ${line}`);
  return [...lines(root), 'scenes:', ...item(scene), 'segments:', ...segments.flatMap(item), ''].join('\n');
}

/** Replaces the value of a key, or adds it. */
export function setKey(lines: Lines, key: string, yaml: string): void {
  const found = lines.find(([name]) => name === key);
  if (found) found[1] = yaml;
  else lines.push([key, yaml]);
}

export async function writeSidecar({ folder }: Place, sidecar: Sidecar): Promise<void> {
  await writeFile(join(folder, 'story.storyflow.yaml'), sidecarText(sidecar));
}

/** The good story that every input begins as. */
export async function writeGoodStory(place: Place): Promise<void> {
  const { folder, materials, story } = place;
  await mkdir(join(folder, 'images'), { recursive: true });
  await mkdir(join(folder, 'sounds'));
  await Promise.all([
    writeFile(story, goodText),
    writeSidecar(place, goodSidecar()),
    cp(join(materials, 'a.png'), join(folder, 'images/a.png')),
    cp(join(materials, 'b.png'), join(folder, 'images/b.png')),
    cp(join(materials, 'a.wav'), join(folder, 'sounds/a.wav')),
    cp(join(materials, 'b.wav'), join(folder, 'sounds/b.wav')),
  ]);
}
