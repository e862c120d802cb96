import { type Plane, type Pyramid, REDUCTION } from './plane.ts';
import { warp } from './warp.ts';

/**
 * How a picture lies in one frame compared with the frame before. What stood at `p` before now stands at
 * `p + (x, y) + zoom · (p − centre)`; so `x` and `y` (pixels) are the displacement of the frame's centre.
 */
export interface Displacement {
  x: number;
  y: number;
  zoom: number;
}

export const still: Displacement = { x: 0, y: 0, zoom: 0 };

/** Iterations stop when no pixel moves by more than this, in pixels. */
const TOLERANCE = 1e-4;
const MOST_ITERATIONS = 30;

/** Pixels at the frame's edges that are left out, besides those that come into view. */
const MARGIN = 8;

/**
 * The displacement from `before` to `after`, by least squares over textured pixels at full resolution:
 * Gauss–Newton with the gradients of `before` (Baker & Matthews, "Lucas-Kanade 20 Years On", 2004), begun on a
 * picture of a quarter of the size.
 *
 * @param start a guess; the right answer must be within about 8 pixels of it.
 */
export function register(before: Pyramid, after: Pyramid, start: Displacement = still): Displacement {
  const coarse = fit(before.quarter, after.quarter, {
    ...start,
    x: start.x / REDUCTION,
    y: start.y / REDUCTION,
  });
  return fit(before.full, after.full, { ...coarse, x: coarse.x * REDUCTION, y: coarse.y * REDUCTION });
}

function fit(before: Plane, after: Plane, start: Displacement): Displacement {
  const textured = texturedPixels(before, start);
  const inverse = inverse3(normalMatrix(textured));
  const halfDiagonal = Math.hypot(before.width, before.height) / 2;
  let { x, y, zoom } = start;
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const [dx, dy, dz] = times(inverse, steepest(textured, before, warp(after, { x, y, zoom })));
    x += dx;
    y += dy;
    zoom += dz;
    if (Math.hypot(dx, dy) + Math.abs(dz) * halfDiagonal < TOLERANCE) break;
  }
  return { x, y, zoom };
}

interface Textured {
  count: number;
  /** Offsets into the plane. */
  at: Int32Array;
  /** Derivatives of the luma by the three parameters. */
  byX: Float32Array;
  byY: Float32Array;
  byZoom: Float32Array;
}

/** Pixels whose squared gradient is at least half the mean: flat ones only add noise. */
function texturedPixels({ width, height, data }: Plane, start: Displacement): Textured {
  const reach = Math.hypot(start.x, start.y) + (Math.abs(start.zoom) * Math.hypot(width, height)) / 2;
  const margin = Math.min(MARGIN + Math.ceil(reach), Math.floor(Math.min(width, height) / 4));
  let energy = 0;
  forEachGradient((_, gx, gy) => (energy += gx * gx + gy * gy));
  const inside = (width - 2 * margin) * (height - 2 * margin);
  const least = energy / inside / 2;

  const at = new Int32Array(inside);
  const [byX, byY, byZoom] = [0, 1, 2].map(() => new Float32Array(inside)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  let count = 0;
  forEachGradient((offset, gx, gy, px, py) => {
    if (gx * gx + gy * gy < least) return;
    at[count] = offset;
    byX[count] = gx;
    byY[count] = gy;
    byZoom[count] = gx * px + gy * py;
    count++;
  });
  return { count, at, byX, byY, byZoom };

  function forEachGradient(visit: (at: number, gx: number, gy: number, px: number, py: number) => void) {
    const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
    for (let y = margin; y < height - margin; y++)
      for (let x = margin, p = y * width + x; x < width - margin; x++, p++)
        visit(
          p,
          (data[p + 1]! - data[p - 1]!) / 2,
          (data[p + width]! - data[p - width]!) / 2,
          x - centreX,
          y - centreY,
        );
  }
}

type Vector3 = [number, number, number];
/** Symmetric: xx, xy, xz, yy, yz, zz. */
type Symmetric3 = [number, number, number, number, number, number];

function normalMatrix({ count, byX, byY, byZoom }: Textured): Symmetric3 {
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [gx, gy, gz] = [byX[i]!, byY[i]!, byZoom[i]!];
    xx += gx * gx;
    xy += gx * gy;
    xz += gx * gz;
    yy += gy * gy;
    yz += gy * gz;
    zz += gz * gz;
  }
  return [xx, xy, xz, yy, yz, zz];
}

function steepest({ count, at, byX, byY, byZoom }: Textured, before: Plane, warped: Plane): Vector3 {
  const [a, b] = [before.data, warped.data];
  let [x, y, z] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const difference = a[at[i]!]! - b[at[i]!]!;
    x += byX[i]! * difference;
    y += byY[i]! * difference;
    z += byZoom[i]! * difference;
  }
  return [x, y, z];
}

/** @throws Error when the picture has no texture in some direction: nothing can be measured on it. */
function inverse3([a, b, c, d, e, f]: Symmetric3): Symmetric3 {
  const [A, B, C] = [d * f - e * e, c * e - b * f, b * e - c * d];
  const determinant = a * A + b * B + c * C;
  if (!(determinant > 1e-9 * a * d * f)) throw new Error('The picture has too little texture to register.');
  return [
    A / determinant,
    B / determinant,
    C / determinant,
    (a * f - c * c) / determinant,
    (b * c - a * e) / determinant,
    (a * d - b * b) / determinant,
  ];
}

function times([a, b, c, d, e, f]: Symmetric3, [x, y, z]: Vector3): Vector3 {
  return [a * x + b * y + c * z, b * x + d * y + e * z, c * x + e * y + f * z];
}
