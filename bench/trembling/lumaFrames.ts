import { execa } from 'execa';

/** Some frames of a video; `first` and `count` in frames. */
export interface FrameRange {
  first: number;
  count: number;
}

/**
 * The luma of a video's frames as it stands in the file, 8-bit, through a pipe from ffmpeg: one frame in memory.
 * Each frame is overwritten by the next.
 */
export async function* lumaFrames(
  ffmpeg: string,
  file: string,
  { width, height }: { width: number; height: number },
  range?: FrameRange,
): AsyncGenerator<Uint8Array> {
  const frame = new Uint8Array(width * height);
  let filled = 0;
  const child = execa(ffmpeg, lumaArguments(file, range), { buffer: false, stdin: 'ignore' });
  try {
    for await (const chunk of child.iterable({ from: 'stdout', binary: true })) {
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + frame.length - filled);
        frame.set(part, filled);
        at += part.length;
        filled += part.length;
        if (filled < frame.length) continue;
        filled = 0;
        yield frame;
      }
    }
  } finally {
    child.kill();
  }
}

/** A range begins at time 0, or ffmpeg would fill the time before it with copies of its first frame. */
export function lumaArguments(file: string, range?: FrameRange): string[] {
  const trim = range
    ? `trim=start_frame=${range.first}:end_frame=${range.first + range.count},setpts=PTS-STARTPTS,`
    : '';
  return [
    ...['-v', 'error', '-i', `file:${file}`, '-vf', `${trim}extractplanes=y`],
    ...['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'],
  ];
}
