import type { CropBox } from '../../src/engine/motion/cropBox.ts';

/** The oracle for the kernel: the same filter, written plainly, in float64 and rounded once. */
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
  // A pan, whose step is 1 but for rounding, takes the six-point filter.
  const filter = Math.abs(stepX - 1) * to.width < 2 ** -12 ? sixPoint : catmullRom;
  const atX = (i: number) => box.x * from.width + (i + siting) * stepX - siting;
  const atY = (i: number) => box.y * from.height + (i + 0.5) * stepY - 0.5;
  const columns = axis(to.width, from.width, atX, stepX, filter);
  const rows = axis(to.height, from.height, atY, stepY, filter);
  for (const row of rows) {
    for (const column of columns) {
      let sum = 0;
      for (const [y, wy] of row) for (const [x, wx] of column) sum += samples[y * from.width + x]! * wy * wx;
      out.push(Math.max(0, Math.min(255, Math.round(sum))));
    }
  }
  return out;
}

/** For every output sample its taps: source sample (the edge's repeated beyond the edge) and weight. */
function axis(
  outputs: number,
  length: number,
  position: (output: number) => number,
  step: number,
  filter: (x: number) => number,
): [number, number][][] {
  const widen = step <= 1.005 ? 1 : step;
  return Array.from({ length: outputs }, (_, i) => {
    const centre = position(i);
    const taps: [number, number][] = [];
    for (let at = Math.ceil(centre - 3 * widen); at <= centre + 3 * widen; at++)
      taps.push([Math.max(0, Math.min(length - 1, at)), filter((at - centre) / widen)]);
    const sum = taps.reduce((total, [, weight]) => total + weight, 0);
    return taps.map(([at, weight]) => [at, weight / sum]);
  });
}

function sixPoint(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return (4 * t ** 3 - 7 * t ** 2) / 3 + 1;
  if (t < 2) return (-7 * t ** 3 + 36 * t ** 2 - 59 * t) / 12 + 2.5;
  return t < 3 ? (t ** 3 - 8 * t ** 2 + 21 * t) / 12 - 1.5 : 0;
}

function catmullRom(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return 1.5 * t ** 3 - 2.5 * t ** 2 + 1;
  return t < 2 ? -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2 : 0;
}
