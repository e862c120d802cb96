import * as z from 'zod';

/** Presets of x264, fastest first. */
export const x264Presets = [
  'ultrafast',
  'superfast',
  'veryfast',
  'faster',
  'fast',
  'medium',
  'slow',
  'slower',
  'veryslow',
  'placebo',
] as const;

const bitratePattern = /^(\d{1,12}(?:\.\d{1,6})?)([kKmM]?)$/;

/** `8000k`, `8M` or bits a second, within limits in bits a second. */
export function bitrate(least: number, most: number) {
  return z
    .string()
    .regex(bitratePattern)
    .refine((text) => bitsOf(text) >= least && bitsOf(text) <= most);
}

/** A bitrate, or `lossless`. */
export function bitrateOrLossless(least: number, most: number) {
  return z
    .string()
    .regex(/^(?:\d{1,12}(?:\.\d{1,6})?[kKmM]?|lossless)$/)
    .refine((text) => text === 'lossless' || (bitsOf(text) >= least && bitsOf(text) <= most));
}

function bitsOf(text: string): number {
  const [, number, unit] = bitratePattern.exec(text) ?? [];
  return Number(number) * ({ k: 1e3, m: 1e6 }[unit?.toLowerCase() ?? ''] ?? 1);
}

/**
 * Words on one line: not blank, without NUL and other control characters, which files, programs and terminals take for
 * something else.
 */
export function line(longest: number) {
  return z
    .string()
    .max(longest)
    .regex(/^(?=.*\S)[^\u0000-\u001f\u007f]*$/);
}
