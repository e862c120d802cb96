import { execa } from 'execa';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cropBoxAt, type Motion } from '../src/engine/motion/cropBox.ts';
import type { Video } from '../src/engine/video/encoder.ts';

export interface ZoompanSegment {
  imageFile: string;
  audioFile: string;
  motion: Motion;
  frames: number;
}

/** How ffmpeg's own filter is asked to do the same thing. */
export interface ZoompanWay {
  /** The picture is enlarged to this many times the frame first, so that whole-pixel steps are smaller. */
  supersampling: number;
  /** `-preset medium -b:v 8000k`, or `-qp 0`. */
  codec: string[];
}

/** The usual recipe: every picture through `zoompan`, segment by segment, then joined with the sound. */
export async function exportByZoompan(
  ffmpeg: string,
  segments: readonly ZoompanSegment[],
  video: Video,
  way: ZoompanWay,
  folder: string,
): Promise<{ file: string; seconds: number }> {
  const start = performance.now();
  const clips: string[] = [];
  for (const [i, segment] of segments.entries()) {
    const clip = join(folder, `zoompan-${i + 1}.mp4`);
    await execa(ffmpeg, zoompanArguments(segment, video, way, clip), { stdin: 'ignore' });
    clips.push(clip);
  }
  const file = join(folder, 'zoompan.mp4');
  const lists = [join(folder, 'clips.txt'), join(folder, 'sounds.txt')] as const;
  await writeFile(lists[0], concatList(clips));
  await writeFile(lists[1], concatList(segments.map(({ audioFile }) => audioFile)));
  await execa(ffmpeg, joinArguments(lists, file), { stdin: 'ignore' });
  return { file, seconds: (performance.now() - start) / 1000 };
}

export function zoompanArguments(
  { imageFile, motion, frames }: Omit<ZoompanSegment, 'audioFile'>,
  { width, height, fps }: Video,
  { supersampling, codec }: ZoompanWay,
  output: string,
): string[] {
  const [from, to] = [cropBoxAt(motion, 0, frames), cropBoxAt(motion, frames, frames)];
  const linear = (a: number, b: number) => `(${a}+${b - a}*on/${frames})`;
  const large = `${width * supersampling}:${height * supersampling}`;
  const zoompan = [
    `z='1/${linear(from.width, to.width)}'`,
    `x='iw*${linear(from.x, to.x)}'`,
    `y='ih*${linear(from.y, to.y)}'`,
    ...[`d=${frames}`, `s=${width}x${height}`, `fps=${fps}`],
  ].join(':');
  const cover = `scale=${large}:force_original_aspect_ratio=increase,crop=${large}`;
  return [
    ...['-v', 'error', '-y', '-i', imageFile, '-vf', `${cover},zoompan=${zoompan},format=yuv420p`],
    ...['-frames:v', `${frames}`, '-c:v', 'libx264', ...codec, output],
  ];
}

function joinArguments([clips, sounds]: readonly [string, string], output: string): string[] {
  const list = (file: string) => ['-f', 'concat', '-safe', '0', '-i', file];
  return [
    ...['-v', 'error', '-y', ...list(clips), ...list(sounds), '-c:v', 'copy', '-c:a', 'aac'],
    ...['-b:a', '192k', '-movflags', '+faststart', output],
  ];
}

function concatList(files: readonly string[]): string {
  return files.map((file) => `file '${file.replaceAll("'", "'\\''")}'\n`).join('');
}
