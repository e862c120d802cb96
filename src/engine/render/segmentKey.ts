import { createHash } from 'node:crypto';
import { encodingKey } from '../video/encoder.ts';
import type { SegmentJob } from './segmentJob.ts';

/** To be raised whenever the same job would give other pixels: kernel, canvas, colour conversion, motion. */
const renderVersion = 5;

/** The name of a segment's encoded pictures in the store: a hash of all that they depend on, and of nothing else. */
export function segmentKey(job: SegmentJob, pictureHash: string, ffmpegVersion: string): string {
  const { motion, frames, background, encoding } = job;
  const parts = [
    `render ${renderVersion}`,
    pictureHash,
    `${motion.direction} ${motion.zoom}`,
    `${frames} frames`,
    background.toLowerCase(),
    encodingKey(encoding, job, ffmpegVersion),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
