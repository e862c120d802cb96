import { execa } from 'execa';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Video } from '../src/engine/video/encoder.ts';
import type { RawSegment } from './rawFrames.ts';

/** Structural similarity of a video with the frames it was made of: mean over all frames and planes, and of luma. */
export async function ssimAgainst(
  ffmpeg: string,
  file: string,
  segments: readonly RawSegment[],
  video: Video,
): Promise<{ all: number; luma: number }> {
  const { stderr } = await execa(ffmpeg, ssimArguments(file, video), {
    input: Readable.from(framesOf(segments)),
  });
  const found = /SSIM Y:([\d.]+).* All:([\d.]+)/.exec(stderr);
  if (!found) throw new Error(`ffmpeg gave no SSIM: ${stderr.slice(-500)}`);
  return { luma: Number(found[1]), all: Number(found[2]) };
}

export function ssimArguments(file: string, { width, height, fps }: Video): string[] {
  // Same time stamps on both sides, or frames are compared with their neighbours.
  const count = `settb=1/${fps},setpts=N`;
  return [
    ...['-hide_banner', '-i', file, '-f', 'rawvideo', '-pixel_format', 'yuv420p'],
    ...['-video_size', `${width}x${height}`, '-framerate', `${fps}`, '-i', 'pipe:0'],
    ...['-lavfi', `[0:v]${count}[a];[1:v]${count}[b];[a][b]ssim`, '-f', 'null', '-'],
  ];
}

async function* framesOf(segments: readonly RawSegment[]): AsyncGenerator<Buffer> {
  for (const { file } of segments)
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) yield chunk as Buffer;
}
