import type { TextRange } from '../problem.ts';

/** A story with its sidecar, settings resolved: what the pipeline works on. All paths are absolute. */
export interface Project {
  /** UUID from the sidecar; without one, derived from the story's path, so that it stays the same. */
  id: string;
  title: string;
  storyFile: string;
  sidecarFile: string;
  /** False when the story has no sidecar (yet); `sidecarFile` is then where `init` would write it. */
  hasSidecar: boolean;
  /** `.storyflow/NAME/`: caches, narration, render record, preview; safe to delete. */
  workFolder: string;
  /** `output/NAME/final.mp4` unless the output setting or a flag says otherwise. */
  outputFile: string;
  /** The sidecar's `output:`, as it stands there; undefined without one. */
  outputSetting: { text: string; origin: { file: string; range: TextRange } } | undefined;
  settings: Settings;
  scenes: Scene[];
  segments: Segment[];
}

/**
 * Resolved settings. In YAML and JSON they carry the specification's snake_case names (`resolution_width`, …);
 * the mapping stands in one place, `settings.ts`.
 */
export interface Settings {
  /** Pixels, even. */
  width: number;
  height: number;
  /** Whole frames a second, 1 to 120. */
  fps: number;
  /** Zoom intensity Z ≥ 1; 1 is no motion. */
  zoom: number;
  /** Behind transparent pictures, as `#rrggbb`. */
  background: string;
  /** `en-us` (espeak), `af_heart` or `af_heart:0.6+bf_emma:0.4` (Kokoro). */
  voice: string;
  /** Speech rate, 1 = the voice's own; 0.5 to 2. */
  speed: number;
  /** Seconds of silence between sentences and after each segment. */
  sentencePause: number;
  segmentPause: number;
  /** Cut silence at both ends of sounds, generated or recorded, before the pause is added. */
  trimSilence: boolean;
  /** Integrated loudness target in LUFS and true-peak limit in dBTP (ITU-R BS.1770). */
  loudness: number;
  truePeak: number;
  /** Word → respelling, or `/IPA/`. */
  lexicon: Record<string, string>;
  /** H.264 bitrate, as ffmpeg writes it: `8000k`. */
  videoBitrate: string;
  /** AAC bitrate. */
  audioBitrate: string;
  /** x264 preset; undefined = StoryFlow's own measured choice. */
  preset: string | undefined;
  /** ffmpeg encoder name; `libx264` unless asked otherwise. */
  encoder: string;
}

export interface Scene {
  /** Text of the `##` heading. */
  title: string;
  range: TextRange;
  /** `sequence_index` of its first segment. */
  firstSegment: number;
}

/** One paragraph. */
export interface Segment {
  /** Stable across edits, insertions, deletions and moves of other paragraphs. */
  id: string;
  /** `sequence_index`, from 0. */
  index: number;
  /** What is spoken: plain text without any markup. */
  text: string;
  /** The paragraph in the story file. */
  range: TextRange;
  /** Index into `Project.scenes`, if the segment stands below a `##` heading. */
  scene: number | undefined;
  /** Absolute path, whether it exists or not; undefined when nothing names a picture. */
  imageFile: string | undefined;
  /** Who chose the picture: the sidecar, an inline `![]()`, or the natural order of `images/`. */
  imageSource: 'sidecar' | 'inline' | 'folder' | undefined;
  /** Where the picture is named, for problems about it. */
  imageOrigin: { file: string; range: TextRange } | undefined;
  /** The writer's own recording. */
  audioFile: string | undefined;
  audioOrigin: { file: string; range: TextRange } | undefined;
  /** Name of a direction (`motion/directions.ts`); undefined = `index mod 7`. */
  direction: string | undefined;
  /** Resolved for this segment: segment, then scene, then story. */
  zoom: number;
  voice: string;
  /** Where that voice is named, for problems about it; undefined when no file of the story does. */
  voiceOrigin: { file: string; range: TextRange } | undefined;
  speed: number;
}
