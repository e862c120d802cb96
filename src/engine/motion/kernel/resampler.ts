import type { CropBox } from '../cropBox.ts';
import { axisBytes, planColumns, planRows, tapsFor, type Axis } from './axis.ts';
import { align, instantiateKernel, type KernelExports, type KernelModule } from './instance.ts';

/** A picture size; I420 needs both even. */
export interface Size {
  width: number;
  height: number;
}

/** Shows crop boxes of one canvas as frames. Everything lies in the kernel's own memory: nothing is copied. */
export interface Resampler {
  /** The canvas, I420, to be filled in by the caller. */
  readonly canvas: Uint8Array;
  /** Where `render` leaves the frame, I420: valid until the next `render`. */
  readonly frame: Uint8Array;
  /** Resamples `box` to the frame. */
  render(this: void, box: CropBox): void;
}

/** Bytes of an I420 picture. */
export function i420Bytes({ width, height }: Size): number {
  return (width * height * 3) / 2;
}

/**
 * A resampler for canvases of one size and frames of another, each side even and at least 2. Memory: both
 * pictures, plus tables of about 40 bytes per frame row and column.
 */
export function createResampler(module: KernelModule, canvas: Size, frame: Size): Resampler {
  const plan = layOut(canvas, frame);
  const { kernel, memory } = instantiateKernel(module, plan.end);
  const view = (at: number, size: Size) => memory.subarray(at, at + i420Bytes(size));
  return {
    canvas: view(plan.canvasAt, canvas),
    frame: view(plan.frameAt, frame),
    render: (box) => {
      for (const layer of plan.layers) resampleLayer(kernel, plan, layer, box);
    },
  };
}

interface Layout {
  canvasAt: number;
  frameAt: number;
  /** Luma, then chroma: in ascending order of their targets, as the kernel demands. */
  layers: Layer[];
  x: Axis;
  y: Axis;
  row: number;
  scratch: number;
  end: number;
}

/** Planes with the same sample positions: luma alone, or both of chroma. */
interface Layer {
  planes: { source: number; target: number }[];
  from: Size;
  to: Size;
  /** Where in a sample's width it stands: the middle, or the centre of the left luma column (H.264's default). */
  siting: number;
}

/** The kernel reads and writes a little past the ends of planes. */
const slack = 64;

function layOut(canvas: Size, frame: Size): Layout {
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
  const canvasAt = take(i420Bytes(canvas) + slack);
  const frameAt = take(i420Bytes(frame) + slack);
  const x = takeAxis(frame.width, steps.x);
  const y = takeAxis(frame.height, steps.y);
  const row = take((canvas.width + slack) * 2);
  const scratch = take(tapsFor(Math.max(steps.x, steps.y), 3) * 8);
  const layers = layersOf(canvas, frame, canvasAt, frameAt);
  return { canvasAt, frameAt, layers, x, y, row, scratch, end: at };
}

function layersOf(canvas: Size, frame: Size, canvasAt: number, frameAt: number): Layer[] {
  const half = ({ width, height }: Size): Size => ({ width: width / 2, height: height / 2 });
  const lumaIn = canvas.width * canvas.height;
  const lumaOut = frame.width * frame.height;
  const chroma = [1, 1.25].map((planes) => ({
    source: canvasAt + planes * lumaIn,
    target: frameAt + planes * lumaOut,
  }));
  return [
    { planes: [{ source: canvasAt, target: frameAt }], from: canvas, to: frame, siting: 0.5 },
    { planes: chroma, from: half(canvas), to: half(frame), siting: 0.25 },
  ];
}

function resampleLayer(kernel: KernelExports, layout: Layout, layer: Layer, box: CropBox): void {
  const { from, to, siting } = layer;
  const { row, scratch, x, y } = layout;
  // Positions are counted in source samples. Frame pixel p covers p … p + 1; its centre is at p + ½.
  const stepX = (box.width * from.width) / to.width;
  const firstX = box.x * from.width + siting * stepX - siting;
  const stepY = (box.height * from.height) / to.height;
  const firstY = box.y * from.height + 0.5 * stepY - 0.5;
  const rows = { first: firstY, step: stepY, outputs: to.height, length: from.height };
  const shift = wholeStep(firstX, stepX, to.width);
  const yTaps = planRows(kernel, y, rows, shift === undefined ? 2 : 3, scratch);
  const vertical = [y.index, y.weights, yTaps, row] as const;
  if (shift !== undefined) {
    // Just below a whole number the difference rounds up to it: then that number's column is meant.
    const below = Math.floor(shift) - 2;
    const column = shift - below < 3 ? below : below + 1;
    planColumns(kernel, x, { first: shift - column, step: 1, outputs: 1, length: 64 }, 3, scratch);
    for (const { source, target } of layer.planes) {
      const size = [source, from.width, from.height, target, to.width, to.height] as const;
      kernel.resampleShift(...size, column, x.weights, ...vertical);
    }
    return;
  }
  const columns = { first: firstX, step: stepX, outputs: to.width, length: from.width };
  const xTaps = planColumns(kernel, x, columns, 2, scratch);
  for (const { source, target } of layer.planes) {
    const size = [source, from.width, from.height, target, to.width, to.height] as const;
    kernel.resample(...size, x.index, x.weights, xTaps, ...vertical);
  }
}

/**
 * When the step is 1 but for rounding (a pan at full zoom), all columns share one phase: less work, and the better filter.
 * Returns the position of column 0, chosen so that the error is the same at both ends and below 2⁻¹³ sample.
 */
function wholeStep(first: number, step: number, outputs: number): number | undefined {
  const drift = (step - 1) * outputs;
  return Math.abs(drift) < 2 ** -12 ? first + drift / 2 : undefined;
}
