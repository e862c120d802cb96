import { stringify } from 'yaml';
import { entryText, changeSettings } from './sidecarText.ts';
import { changesFor, refreshWith } from './refreshSidecar.ts';
import type { Project } from './project.ts';
import { settingValues, type SettingKey } from './settings.ts';
import type { SidecarSegment } from './schema.ts';

/** Settings that a new sidecar shows, ready to be switched on. */
const shown: SettingKey[] = [
  'resolution_width',
  'resolution_height',
  'framerate',
  'zoom_intensity',
  'voice',
  'speed',
];

/**
 * The first sidecar of a story: its id, the usual settings as comments, and an entry for every segment that keeps the
 * picture it has now.
 */
export function initSidecar(project: Project): string {
  const values = settingValues(project.settings);
  const settings = shown.map((key) => `# ${key}: ${String(values[key])}\n`).join('');
  const entries = project.segments.map((segment) => entryText(changesFor(segment, {}, project), 2, '\n'));
  return [
    '# StoryFlow keeps here what this story looks and sounds like. Your changes, comments and order stay.\n',
    stringify({ id: project.id }),
    '\n# Remove the # to change a setting for this story only:\n',
    settings,
    entries.length === 0
      ? ''
      : '\n# One entry for each paragraph: image_file, audio_file (your own recording), voice, speed, direction, zoom_intensity.\n',
    entries.length === 0 ? '' : `segments:\n${entries.join('')}`,
  ].join('');
}

/**
 * Chooses the picture of a segment (path relative to the story's folder, with `/`), or with undefined gives the choice
 * back to the text and the folder. All other segments keep their pictures. A missing sidecar is made.
 *
 * @throws StoryFlowFailure FAILED when the sidecar is not valid YAML.
 */
export function setSegmentPicture(
  sidecarText: string | undefined,
  project: Project,
  segmentId: string,
  imageFile: string | undefined,
): string {
  return setSegmentSetting(sidecarText, project, segmentId, 'image_file', imageFile);
}

/** Sets or, with undefined, removes one key of a segment. A missing sidecar is made. */
export function setSegmentSetting<
  Key extends Exclude<keyof SidecarSegment, 'id' | 'text' | 'hash' | 'detached'>,
>(
  sidecarText: string | undefined,
  project: Project,
  segmentId: string,
  key: Key,
  value: SidecarSegment[Key],
): string {
  return refreshWith(sidecarText ?? initSidecar(project), project, segmentId, { [key]: value });
}

/** Sets or, with undefined, removes a setting of the whole story. A missing sidecar is made. */
export function setStorySetting(
  sidecarText: string | undefined,
  project: Project,
  key: SettingKey | 'title' | 'images' | 'output',
  value: unknown,
): string {
  return changeSettings(sidecarText ?? initSidecar(project), { [key]: value });
}
