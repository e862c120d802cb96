import type { CropBox } from '../../src/engine/motion/cropBox.ts';

/**
 * The oracle for the kernel: the same filter, written plainly, in float64 and rounded once. The spline's coefficients
 * come from solving its equations, not from the kernel's recursion.
 */
export function referenceFrame(
  canvas: { width: number; height: number; data: Uint8Array },
  frame: { width: number; height: number },
  box: CropBox,
): Uint8Array {
  const { width, height } = canvas;
  const half = (size: { width: number; height: number }) => ({
    width: size.width / 2,
    height: size.height / 2,
  });
  const luma = width * height;
  const plane = (from: number, to: number) => canvas.data.subarray(from, to);
  return Uint8Array.from([
    ...resamplePlane(plane(0, luma), canvas, frame, box, 0.5),
    ...resamplePlane(plane(luma, luma * 1.25), half(canvas), half(frame), box, 0.25),
    ...resamplePlane(plane(luma * 1.25, luma * 1.5), half(canvas), half(frame), box, 0.25),
  ]);
}

/** `siting`: where a sample stands inside its width; the middle (½), or a quarter for chroma on the left column. */
function resamplePlane(
  samples: Uint8Array,
  from: { width: number; height: number },
  to: { width: number; height: number },
  box: CropBox,
  siting: number,
): number[] {
  const stepX = (box.width * from.width) / to.width;
  const stepY = (box.height * from.height) / to.height;
  const out: number[] = [];
  const atX = (i: number) => box.x * from.width + (i + siting) * stepX - siting;
  const atY = (i: number) => box.y * from.height + (i + 0.5) * stepY - 0.5;
  const columns = axis(to.width, from.width, atX, stepX);
  const rows = axis(to.height, from.height, atY, stepY);
  const coefficients = splineCoefficients(samples, from);
  for (const row of rows) {
    for (const column of columns) {
      let sum = 0;
      for (const [y, wy] of row)
        for (const [x, wx] of column) sum += coefficients[y * from.width + x]! * wy * wx;
      out.push(Math.max(0, Math.min(255, Math.round(sum))));
    }
  }
  return out;
}

/** Coefficients of the cubic B-spline that goes through the samples, mirrored at the edges. */
function splineCoefficients(
  samples: Uint8Array,
  { width, height }: { width: number; height: number },
): Float64Array {
  const values = Float64Array.from(samples);
  for (let y = 0; y < height; y++) solveLine(values, y * width, 1, width);
  for (let x = 0; x < width; x++) solveLine(values, x, width, height);
  return values;
}

/** Solves (c[k−1] + 4c[k] + c[k+1])/6 = s[k], with c[−1] = c[0] and c[n] = c[n−1], by Gaussian elimination. */
function solveLine(values: Float64Array, start: number, step: number, length: number): void {
  const pivots: number[] = [];
  for (let k = 0; k < length; k++) {
    const at = start + k * step;
    const edges = (k === 0 ? 1 : 0) + (k === length - 1 ? 1 : 0);
    const before =
      k === 0
        ? { pivot: 1, value: 0, exists: 0 }
        : { pivot: pivots[k - 1]!, value: values[at - step]!, exists: 1 };
    pivots.push(4 + edges - before.exists / before.pivot);
    values[at] = 6 * values[at]! - before.value / before.pivot;
  }
  for (let k = length - 1; k >= 0; k--) {
    const at = start + k * step;
    const after = k === length - 1 ? 0 : values[at + step]!;
    values[at] = (values[at]! - after) / pivots[k]!;
  }
}

/** For every output sample its taps: source sample (the edge's repeated beyond the edge) and weight. */
function axis(
  outputs: number,
  length: number,
  position: (output: number) => number,
  step: number,
): [number, number][][] {
  const widen = step <= 1.005 ? 1 : step;
  return Array.from({ length: outputs }, (_, i) => {
    const centre = position(i);
    const taps: [number, number][] = [];
    for (let at = Math.ceil(centre - 2 * widen); at <= centre + 2 * widen; at++)
      taps.push([Math.max(0, Math.min(length - 1, at)), spline((at - centre) / widen, widen)]);
    const sum = taps.reduce((total, [, weight]) => total + weight, 0);
    return taps.map(([at, weight]) => [at, weight / sum]);
  });
}

/** β(x) − (1 − widen⁻²)/6 · β″(x), where β is the cubic B-spline. */
function spline(x: number, widen: number): number {
  const t = Math.abs(x);
  const share = (1 - widen ** -2) / 6;
  if (t < 1) return (3 * t ** 3 - 6 * t ** 2 + 4) / 6 - share * (3 * t - 2);
  return t < 2 ? (2 - t) ** 3 / 6 - share * (2 - t) : 0;
}
