import * as z from 'zod';
import type { Settings } from './project.ts';
import { bitrate, bitrateOrLossless, line, x264Presets } from './settingKinds.ts';

interface Setting {
  schema: z.ZodType;
  /** Name in {@link Settings}. */
  name: keyof Settings;
  /** One line for a writer, shown by completion and hover. */
  description: string;
  /** What a value may be, in words: "must be …". */
  allowed: string;
  default: unknown;
}

const number = (min: number, max: number) => z.number().min(min).max(max);
const pixels = z.int().min(16).max(16384).multipleOf(2);
const word = z.string().regex(/^[\w.-]{1,100}$/);

/**
 * Every setting of a story, once: its name in files (the specification's snake_case), its name in the program, what it
 * may be, its default and its description. The sidecar's schema, the JSON Schema and the cascade are made of this.
 */
export const settingTable = {
  resolution_width: {
    schema: pixels,
    name: 'width',
    description: 'Width of the video in pixels.',
    allowed: 'an even whole number from 16 to 16384',
    default: 1920,
  },
  resolution_height: {
    schema: pixels,
    name: 'height',
    description: 'Height of the video in pixels.',
    allowed: 'an even whole number from 16 to 16384',
    default: 1080,
  },
  framerate: {
    schema: z.int().min(1).max(120),
    name: 'fps',
    description: 'Frames a second.',
    allowed: 'a whole number from 1 to 120',
    default: 30,
  },
  zoom_intensity: {
    schema: number(1, 10),
    name: 'zoom',
    description: 'How far pictures are zoomed: 1 is no motion, 1.3 is gentle, 2 is strong.',
    allowed: 'a number from 1 to 10',
    default: 1.3,
  },
  background: {
    schema: z.string().regex(/^#[0-9a-fA-F]{6}$/),
    name: 'background',
    description: 'Colour behind transparent pictures.',
    allowed: 'a colour such as "#102030", in quotes',
    default: '#000000',
  },
  voice: {
    schema: line(500).trim(),
    name: 'voice',
    description:
      'Who speaks: an espeak voice such as en-us, a Kokoro voice such as af_heart, or a mix such as af_heart:0.6+bf_emma:0.4.',
    allowed: 'the name of a voice',
    default: 'en-us',
  },
  speed: {
    schema: number(0.5, 2),
    name: 'speed',
    description: "Speed of speech: 1 is the voice's own.",
    allowed: 'a number from 0.5 to 2',
    default: 1,
  },
  sentence_pause: {
    schema: number(0, 30),
    name: 'sentencePause',
    description: 'Seconds of silence between sentences.',
    allowed: 'a number of seconds from 0 to 30',
    default: 0.25,
  },
  segment_pause: {
    schema: number(0, 30),
    name: 'segmentPause',
    description: 'Seconds of silence after each segment.',
    allowed: 'a number of seconds from 0 to 30',
    default: 0.6,
  },
  trim_silence: {
    schema: z.boolean(),
    name: 'trimSilence',
    description: 'Cut the silence at both ends of every sound before the pause is added.',
    allowed: 'true or false',
    default: true,
  },
  loudness: {
    schema: number(-40, -5),
    name: 'loudness',
    description: 'Loudness that every segment is brought to, in LUFS.',
    allowed: 'a number from -40 to -5',
    default: -16,
  },
  true_peak: {
    schema: number(-20, 0),
    name: 'truePeak',
    description: 'Highest true peak of the sound, in dBTP.',
    allowed: 'a number from -20 to 0',
    default: -1.5,
  },
  pronunciation: {
    schema: z.record(line(200), line(1000).or(z.literal(''))),
    name: 'lexicon',
    description: 'How words are spoken: each word with its respelling, or with IPA between slashes.',
    allowed: 'lines of "word: respelling", each side at most 200 and 1000 characters long',
    default: {},
  },
  video_bitrate: {
    schema: bitrateOrLossless(100e3, 400e6),
    name: 'videoBitrate',
    description:
      'Bitrate of the picture, as ffmpeg writes it; lossless for a master to work on with other tools.',
    allowed: 'a bitrate such as 8000k or 8M, from 100k to 400M, or lossless',
    default: '8000k',
  },
  audio_bitrate: {
    schema: bitrate(32e3, 512e3),
    name: 'audioBitrate',
    description: 'Bitrate of the sound.',
    allowed: 'a bitrate such as 192k, from 32k to 512k',
    default: '192k',
  },
  preset: {
    schema: z.enum(x264Presets),
    name: 'preset',
    description: "Preset of libx264, such as medium; without it StoryFlow's own measured choice.",
    allowed: `one of ${x264Presets.join(', ')}`,
    default: undefined,
  },
  encoder: {
    schema: word,
    name: 'encoder',
    description: "ffmpeg's name of the H.264 encoder.",
    allowed: 'the name of an encoder, such as libx264',
    default: 'libx264',
  },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settingTable;

/** Settings as files write them; null is "not set". */
export type SettingValues = { [Key in SettingKey]?: unknown };

const table: [SettingKey, Setting][] = Object.entries(settingTable) as [SettingKey, Setting][];

export const defaultSettings = Object.fromEntries(
  table.map(([, setting]) => [setting.name, setting.default]),
) as unknown as Settings;

/** Checked values of one file, under the program's names; what is not set is absent. */
export function settingsOf(values: SettingValues): Partial<Settings> {
  return Object.fromEntries(
    table.flatMap(([key, { name }]) => (values[key] === undefined ? [] : [[name, values[key]]])),
  );
}

/** What is right of values that nobody has checked, such as an editor's, under the program's names. */
export function rightSettingsOf(values: SettingValues): Partial<Settings> {
  const right = table
    .filter(([key, { schema }]) => schema.safeParse(values[key]).success)
    .map(([key]) => key);
  return settingsOf(Object.fromEntries(right.map((key) => [key, values[key]])));
}

/** Resolved settings under the names that files and JSON use. */
export function settingValues(settings: Settings): Record<SettingKey, unknown> {
  return Object.fromEntries(table.map(([key, { name }]) => [key, settings[name]])) as Record<
    SettingKey,
    unknown
  >;
}

/**
 * The nearest wins: each layer overrides the ones before it. Pronunciations add up instead, word by word, so that a
 * story can correct one word of the folder's list.
 */
export function cascade(...layers: (Partial<Settings> | undefined)[]): Settings {
  const result: Settings = { ...defaultSettings, lexicon: {} };
  for (const layer of layers) {
    if (!layer) continue;
    const set = Object.entries(layer).filter(([, value]) => value !== undefined);
    const lexicon = { ...result.lexicon, ...layer.lexicon };
    Object.assign(result, Object.fromEntries(set), { lexicon });
  }
  return result;
}
