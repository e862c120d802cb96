import type { CropBox } from '../cropBox.ts';
import { axisBytes, planColumns, planRows, tapsFor, type Axis } from './axis.ts';
import { align, instantiateKernel, type KernelExports, type KernelModule } from './instance.ts';

/** A picture size; I420 needs both even. */
export interface Size {
  width: number;
  height: number;
}

/** Planar 8-bit YUV 4:2:0 (I420), BT.709, limited range: Y (w×h), then U and V (w/2×h/2 each). Sizes are even. */
export interface YuvImage extends Size {
  data: Uint8Array;
}

/** Shows crop boxes of a canvas as frames. All lies in the kernel's own memory: nothing is copied. */
export interface ResampledCanvas {
  /** Where `render` leaves frames, I420: valid until the next `render`. */
  readonly frames: readonly Uint8Array[];
  /**
   * Resamples the first box to the first frame, and so on, for no more boxes than there are frames. All of them are made
   * in one pass over the canvas, which is too large for the processor's cache: each takes less time than it would alone.
   */
  render(this: void, ...boxes: CropBox[]): void;
}

/**
 * Takes a canvas, whose samples become spline coefficients once for all its frames, and shows it in `together` frames (1 if
 * it is not said) of another size, each side even and at least 2. The canvas before it ends: its place is taken.
 */
export type Resampler = (canvas: YuvImage, frame: Size, together?: number) => ResampledCanvas;

/** Bytes of an I420 picture. */
export function i420Bytes({ width, height }: Size): number {
  return (width * height * 3) / 2;
}

/**
 * Memory: what its largest canvas took, which is twice the canvas (16-bit coefficients), and for each frame that is made
 * together with others the frame and tables of about 40 bytes per row and column.
 */
export function createResampler(module: KernelModule): Resampler {
  const { kernel, reserve } = instantiateKernel(module);
  return (canvas, frame, together = 1) => {
    const plan = layOut(canvas, frame, together);
    const memory = reserve(plan.end);
    for (const layer of plan.layers) prefilterLayer(kernel, memory, plan, layer, canvas.data);
    return {
      frames: plan.frames.map(({ at }) => memory.subarray(at, at + i420Bytes(frame))),
      render: (...boxes) => {
        if (boxes.length > together) throw new RangeError(`${boxes.length} boxes for ${together} frames`);
        for (const layer of plan.layers) resampleLayer(kernel, plan, layer, boxes);
      },
    };
  };
}

interface Layout {
  frames: FramePlace[];
  /** Luma, then chroma: in ascending order of their targets, as the kernel demands. */
  layers: Layer[];
  /** 8-bit rows on their way in. */
  strip: number;
  row: number;
  scratch: number;
  end: number;
}

/** One frame, and its tables of the layer that is being resampled. */
interface FramePlace {
  at: number;
  x: Axis;
  y: Axis;
}

/** Planes with the same sample positions: luma alone, or both of chroma. */
interface Layer {
  planes: Plane[];
  from: Size;
  to: Size;
  /** Where in a sample's width it stands: the middle, or the centre of the left luma column (H.264's default). */
  siting: number;
}

interface Plane {
  /** Where the plane begins in an I420 canvas. */
  offset: number;
  /** Address of its coefficients. */
  source: number;
  /** Where the plane begins in a frame. */
  target: number;
}

/**
 * Bytes from one row of coefficients to the next: a multiple of 32, as the kernel takes them, and none of 4096, since rows
 * so far apart take each other's place in the processor's cache.
 */
function strideOf({ width }: Size): number {
  const bytes = Math.ceil(width / 16) * 32;
  return bytes % 4096 === 0 ? bytes + 64 : bytes;
}

/** Rows prefiltered at a time: bounds the copy, and stays in the processor's cache. */
const stripRows = 16;

/** Rows of one frame before the same rows of the next: what they take of the canvas stays in the cache. Even. */
const bandRows = 16;

/** The kernel reads and writes a little past the ends of planes and rows. */
const slack = 64;

function layOut(canvas: Size, frame: Size, together: number): Layout {
  let at = 4096;
  const take = (bytes: number) => {
    const start = at;
    at = align(at + bytes);
    return start;
  };
  const takeAxis = (outputs: number, step: number): Axis => {
    const bytes = axisBytes(outputs, step);
    return { index: take(bytes.index), weights: take(bytes.weights) };
  };
  const steps = { x: canvas.width / frame.width, y: canvas.height / frame.height };
  const half = ({ width, height }: Size): Size => ({ width: width / 2, height: height / 2 });
  const sources = [canvas, half(canvas), half(canvas)].map((size) =>
    take(strideOf(size) * size.height + slack),
  );
  const frames = Array.from({ length: together }, () => ({
    at: take(i420Bytes(frame) + slack),
    x: takeAxis(frame.width, steps.x),
    y: takeAxis(frame.height, steps.y),
  }));
  // Two: the kernel works on two rows at once.
  const row = take((canvas.width + slack) * 4);
  const strip = take(canvas.width * (stripRows + 8) + slack);
  const taps = tapsFor(Math.max(steps.x, steps.y));
  const scratch = take(Math.max(taps * 16, (Math.max(canvas.width, canvas.height) + 16) * 32));
  const plane = (share: number, source: number): Plane => ({
    offset: share * canvas.width * canvas.height,
    source,
    target: share * frame.width * frame.height,
  });
  const layers: Layer[] = [
    { planes: [plane(0, sources[0]!)], from: canvas, to: frame, siting: 0.5 },
    {
      planes: [plane(1, sources[1]!), plane(1.25, sources[2]!)],
      from: half(canvas),
      to: half(frame),
      siting: 0.25,
    },
  ];
  return { frames, layers, strip, row, scratch, end: at };
}

function prefilterLayer(
  kernel: KernelExports,
  memory: Uint8Array,
  { strip, scratch }: Layout,
  { planes, from }: Layer,
  canvas: Uint8Array,
): void {
  const { width, height } = from;
  const stride = strideOf(from);
  for (const { offset, source } of planes) {
    for (let row = 0; row < height; row += stripRows) {
      const rows = Math.min(stripRows, height - row);
      const start = offset + row * width;
      memory.set(canvas.subarray(start, start + rows * width), strip);
      kernel.splineRows(strip, width, rows, source + row * stride, stride, scratch);
    }
    kernel.splineColumns(source, width, height, stride, scratch);
  }
}

function resampleLayer(kernel: KernelExports, layout: Layout, layer: Layer, boxes: readonly CropBox[]): void {
  const passes = boxes.map((box, i) => preparePass(kernel, layout, layer, box, layout.frames[i]!));
  for (const plane of layer.planes)
    for (let from = 0; from < layer.to.height; from += bandRows) {
      const to = Math.min(from + bandRows, layer.to.height);
      for (const pass of passes) pass(plane, from, to);
    }
}

/** Resamples rows `from` … `to` of a plane. */
type Pass = (plane: Plane, from: number, to: number) => void;

function preparePass(
  kernel: KernelExports,
  { row, scratch }: Layout,
  { from, to, siting }: Layer,
  box: CropBox,
  { at, x, y }: FramePlace,
): Pass {
  // Positions are counted in source samples. Frame pixel p covers p … p + 1; its centre is at p + ½.
  const stepX = (box.width * from.width) / to.width;
  const firstX = box.x * from.width + siting * stepX - siting;
  const stepY = (box.height * from.height) / to.height;
  const firstY = box.y * from.height + 0.5 * stepY - 0.5;
  const rows = { first: firstY, step: stepY, outputs: to.height };
  const yTaps = planRows(kernel, y, rows, scratch);
  const vertical = [y.index, y.weights, yTaps, row] as const;
  const sizes = [strideOf(from), from.width, from.height] as const;
  const shift = wholeStep(firstX, stepX, to.width);
  if (shift !== undefined) {
    // Just below a whole number the difference rounds up to it: then that number's column is meant.
    const below = Math.floor(shift) - 1;
    const column = shift - below < 2 ? below : below + 1;
    // All columns have the same weights, as those of a row have.
    planRows(kernel, x, { first: shift - column, step: 1, outputs: 1 }, scratch);
    return ({ source, target }, first, last) =>
      kernel.resampleShift(
        source,
        ...sizes,
        at + target,
        to.width,
        first,
        last,
        column,
        x.weights,
        ...vertical,
      );
  }
  const columns = { first: firstX, step: stepX, outputs: to.width, length: from.width };
  const xTaps = planColumns(kernel, x, columns, scratch);
  return ({ source, target }, first, last) =>
    kernel.resample(
      source,
      ...sizes,
      at + target,
      to.width,
      first,
      last,
      x.index,
      x.weights,
      xTaps,
      ...vertical,
    );
}

/**
 * When the step is 1 but for rounding (a pan at full zoom), all columns share one phase, which is less work. Returns the
 * position of column 0, chosen so that the error is the same at both ends and below 2⁻¹³ sample.
 */
function wholeStep(first: number, step: number, outputs: number): number | undefined {
  const drift = (step - 1) * outputs;
  return Math.abs(drift) < 2 ** -12 ? first + drift / 2 : undefined;
}
