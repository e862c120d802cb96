import { cropBoxAt, type Motion } from './cropBox.ts';

/**
 * How fast the fastest corner of the frame moves over the picture, in frame pixels a second.
 *
 * @param frames Of the segment.
 */
export function motionSpeed(
  motion: Motion,
  frames: number,
  { width, height, fps }: { width: number; height: number; fps: number },
): number {
  const start = cropBoxAt(motion, 0, frames);
  const end = cropBoxAt(motion, frames, frames);
  const closest = Math.min(start.width, end.width);
  const corners = [0, 1].flatMap((across) => [0, 1].map((down) => ({ across, down })));
  const ways = corners.map(({ across, down }) =>
    Math.hypot(
      width * (end.x + across * end.width - start.x - across * start.width),
      height * (end.y + down * end.height - start.y - down * start.height),
    ),
  );
  return (Math.max(...ways) / closest) * (fps / frames);
}
