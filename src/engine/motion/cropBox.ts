import type { Direction } from './directions.ts';

/**
 * The part of the canvas that one frame shows, as fractions of the canvas's width and height: `x` and `y` are the
 * top left corner. Always `0 ≤ x`, `x + width ≤ 1`, and the same vertically; canvas and frame have the same
 * aspect ratio, so `width === height`.
 */
export interface CropBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How one segment moves. */
export interface Motion {
  direction: Direction;
  /** Zoom intensity Z ≥ 1: the closest crop box is 1/Z of the canvas. 1 is no motion. */
  zoom: number;
}

/**
 * The crop box of frame `frame` (0 … frames − 1) of a segment of `frames` frames: position and size are linear in
 * time, `P(t) = P_start + (P_end − P_start)·t/D` with `t/D = frame/frames`.
 */
export function cropBoxAt(motion: Motion, frame: number, frames: number): CropBox {
  const { start, end } = path(motion);
  const time = frames > 0 ? frame / frames : 0;
  const size = Math.min(1, start.size + (end.size - start.size) * time);
  return {
    x: within(start.x + (end.x - start.x) * time, size),
    y: within(start.y + (end.y - start.y) * time, size),
    width: size,
    height: size,
  };
}

/**
 * Takes back what rounding may have put outside: `0 ≤ at` and `at + size ≤ 1` hold exactly. (`1 − size` is off by
 * at most 2⁻⁵⁴, so adding `size` again rounds to no more than 1.)
 */
function within(at: number, size: number): number {
  return Math.max(0, Math.min(at, 1 - size));
}

interface Stand {
  x: number;
  y: number;
  size: number;
}

/** Where the box stands at the segment's first moment and at its end. */
function path({ direction, zoom }: Motion): { start: Stand; end: Stand } {
  const near = 1 / Math.max(1, zoom);
  // A box of the canvas's full size has nowhere to go: a zoom out that also pans ends halfway, in the corner.
  const half = (near + 1) / 2;
  switch (direction) {
    case 'zoom-in':
      return { start: stand(0.5, 0.5, 1), end: stand(0.5, 0.5, near) };
    case 'top-left-to-bottom-right':
      return { start: stand(0, 0, near), end: stand(1, 1, near) };
    case 'bottom-right-to-top-left':
      return { start: stand(1, 1, near), end: stand(0, 0, near) };
    case 'top-right-to-bottom-left':
      return { start: stand(1, 0, near), end: stand(0, 1, near) };
    case 'bottom-left-to-top-right':
      return { start: stand(0, 1, near), end: stand(1, 0, near) };
    case 'center-to-top-left':
      return { start: stand(0.5, 0.5, near), end: stand(0, 0, half) };
    case 'center-to-bottom-right':
      return { start: stand(0.5, 0.5, near), end: stand(1, 1, half) };
  }
}

/** A box of `size` placed in the room that it leaves: 0 = left or top edge, ½ = centre, 1 = right or bottom edge. */
function stand(across: number, down: number, size: number): Stand {
  return { x: across * (1 - size), y: down * (1 - size), size };
}
