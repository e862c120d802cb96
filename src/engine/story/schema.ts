import * as z from 'zod';
import { directions } from '../motion/directions.ts';
import { line } from './settingKinds.ts';
import { settingTable, type SettingKey } from './settings.ts';

/** Descriptions, defaults and the words for what is allowed travel with the schema, into the JSON Schema too. */
interface KeyMeta {
  description: string;
  allowed: string;
  default?: unknown;
}

const key = <T extends z.ZodType>(schema: T, meta: KeyMeta) => schema.meta({ ...meta }).optional();
const text = (meta: KeyMeta) => key(z.string(), meta);
const pathSchema = line(4000);
const path = (description: string) =>
  key(pathSchema, { description, allowed: 'a path, relative to the story’s folder' });

const settingsShape = Object.fromEntries(
  Object.entries(settingTable).map(([name, setting]) => [
    name,
    key(setting.schema, {
      description: setting.description,
      allowed: setting.allowed,
      ...(setting.default === undefined ? {} : { default: setting.default }),
    }),
  ]),
) as { [Key in SettingKey]: z.ZodOptional<(typeof settingTable)[Key]['schema']> };

const { voice, speed, zoom_intensity } = settingsShape;

const sceneSchema = z.strictObject({
  title: text({ description: 'The `##` heading of the scene.', allowed: 'text' }),
  voice,
  speed,
  zoom_intensity,
});

const segmentSchema = z.strictObject({
  id: key(line(200), {
    description:
      'Name of the segment; it stays the same while the paragraph is edited and moved. Written by StoryFlow.',
    allowed: 'a name on one line, at most 200 characters long',
  }),
  text: text({
    description:
      'The paragraph, or its first and last words: this is how its paragraph is found. Written by StoryFlow.',
    allowed: 'text',
  }),
  hash: text({
    description: 'Fingerprint of a long paragraph that was edited. Written by StoryFlow.',
    allowed: 'text',
  }),
  detached: key(z.boolean(), {
    description:
      'The paragraph is gone; the entry is kept, and used again when it returns. Written by StoryFlow.',
    allowed: 'true or false',
    default: false,
  }),
  image_file: path('The picture of this segment.'),
  audio_file: path('Your own recording, used in place of a generated voice (wav, mp3, m4a, ogg, flac).'),
  direction: key(z.enum(directions), {
    description: 'How the picture moves; without it the seven directions take turns.',
    allowed: `one of ${directions.join(', ')}`,
  }),
  zoom_intensity,
  voice,
  speed,
});

/** The folder-wide `.storyflow.yaml`: settings for every story beside it. */
export const folderSchema = z.strictObject({
  ...settingsShape,
  images: path('Folder whose pictures go, in order, to segments that name none.').meta({
    description: 'Folder whose pictures go, in natural order, to segments that name none.',
    allowed: 'a path, relative to the story’s folder',
    default: 'images',
  }),
});

/** The sidecar `NAME.storyflow.yaml`. */
export const sidecarSchema = z.strictObject({
  id: key(z.guid(), {
    description: 'Names this project for ever; written by StoryFlow.',
    allowed: 'a UUID; remove the line and StoryFlow makes a new one',
  }),
  title: text({ description: 'Title of the story; without it the `#` heading.', allowed: 'text' }),
  ...folderSchema.shape,
  output: path(
    'Where the video is written, an .mp4 in the folder that is open; without it output/NAME/final.mp4.',
  ),
  scenes: key(z.array(sceneSchema), {
    description: 'Voice, speed and zoom of whole scenes, found by their headings.',
    allowed: 'a list of scenes, each beginning with "- title: …"',
  }),
  segments: key(z.array(segmentSchema), {
    description: 'What each paragraph shows and how it sounds.',
    allowed: 'a list of segments, each beginning with "- "',
  }),
});

export type Sidecar = z.infer<typeof sidecarSchema>;
export type FolderSettings = z.infer<typeof folderSchema>;
export type SidecarSegment = z.infer<typeof segmentSchema>;

/** JSON Schema (draft 2020-12) of the sidecar, for editors; the build writes it to `dist/storyflow.schema.json`. */
export function sidecarJsonSchema(): z.core.JSONSchema.BaseSchema {
  const schema = z.toJSONSchema(sidecarSchema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema['allowed'];
    },
  });
  return {
    ...schema,
    title: 'StoryFlow sidecar',
    description: 'Settings, pictures and sounds of one story.',
  };
}

/** The order in which StoryFlow writes keys; a writer's own order stays. */
export const sidecarKeyOrder = {
  root: Object.keys(sidecarSchema.shape),
  segment: Object.keys(segmentSchema.shape),
};
