import { cropBoxAt, type Motion } from '../../src/engine/motion/cropBox.ts';
import { type Pyramid, pyramidOf } from './plane.ts';
import { type Displacement, register, still } from './register.ts';

export interface Trembling {
  /** RMS second difference of the way of the frame's centre, px/frame². 0 is motion at constant speed. */
  rms: number;
  /** Mean speed of the frame's centre, px/frame. */
  speed: number;
  /** Between neighbouring frames, in order. */
  displacements: Displacement[];
}

/** @param frames 8-bit luma; a frame may be overwritten when the next is asked for. */
export async function measureTrembling(
  frames: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { width, height }: { width: number; height: number },
): Promise<Trembling> {
  const displacements: Displacement[] = [];
  let before: Pyramid | undefined;
  for await (const luma of frames) {
    const after = pyramidOf(luma, width, height);
    if (before) displacements.push(register(before, after, displacements.at(-1) ?? still));
    before = after;
  }
  return { ...tremblingOf(displacements), displacements };
}

/** A centre that goes to and fro by ±a, frame by frame, reads 4a. */
export function tremblingOf(displacements: readonly { x: number; y: number }[]): {
  rms: number;
  speed: number;
} {
  let [squares, way] = [0, 0];
  displacements.forEach(({ x, y }, i) => {
    way += Math.hypot(x, y);
    const last = displacements[i - 1];
    if (last) squares += (x - last.x) ** 2 + (y - last.y) ** 2;
  });
  return {
    rms: Math.sqrt(squares / Math.max(1, displacements.length - 1)),
    speed: way / Math.max(1, displacements.length),
  };
}

/**
 * What a perfect renderer reads: 0 for a pan, and a little where a pan also zooms, because the same way over the
 * canvas is then more and more pixels of the frame.
 */
export function idealTrembling(
  motion: Motion,
  frames: number,
  { width, height }: { width: number; height: number },
): { rms: number; speed: number } {
  const displacements = Array.from({ length: frames - 1 }, (_, k) => {
    const [from, to] = [cropBoxAt(motion, k, frames), cropBoxAt(motion, k + 1, frames)];
    return {
      x: width * ((from.x + from.width / 2 - to.x) / to.width - 0.5),
      y: height * ((from.y + from.height / 2 - to.y) / to.height - 0.5),
    };
  });
  return tremblingOf(displacements);
}
