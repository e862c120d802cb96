import * as z from 'zod';

/** Every number and every text of a record has an end: it may have come with a shared folder, and say anything. */
const count = z.int().min(0).max(1e9);
const seconds = z.number().min(0).max(1e9);
const pixels = z.int().min(1).max(65_536);
const words = z.string().max(20_000);
const path = z.string().min(1).max(40_000);
const time = z.iso.datetime();

const progress = z.object({
  current_segment: count,
  total_segments: count,
  percentage: z.number().min(0).max(100),
  current_phase: words,
  seconds_left: seconds.nullable(),
});

const result = z.object({
  output_path: path,
  duration: seconds,
  file_size: z.int().min(0),
  exported_at: time,
  resolution_width: pixels,
  resolution_height: pixels,
  framerate: z.int().min(1).max(1000),
  segments: z.array(
    z.object({ id: words, start: seconds, duration: seconds, frames: count, reused: z.boolean() }),
  ),
  preview_path: path.nullable(),
});

/** What is remembered of a story's last export, in `.storyflow/NAME/render.json`. */
export const recordSchema = z.object({
  project_id: z.string().max(200),
  status: z.enum(['DRAFT', 'PROCESSING', 'COMPLETED', 'FAILED']),
  progress,
  /** Why the last export ended without a video; only with status FAILED. */
  reason: words.optional(),
  /** The last complete export; kept through later failures, like the video itself. */
  result: result.optional(),
  /** ISO 8601. */
  updated_at: time,
});

/** The longest `reason` that is kept. */
export const reasonLimit = 10_000;
