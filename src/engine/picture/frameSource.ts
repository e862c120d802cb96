import type { CropBox } from '../motion/cropBox.ts';
import { createResampler, type Resampler, type Size } from '../motion/kernel/resampler.ts';
import { loadKernel } from './kernelFile.ts';

/** Planar 8-bit YUV 4:2:0 (I420), BT.709, limited range: Y (w×h), then U and V (w/2×h/2 each). Sizes are even. */
export interface YuvImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Makes frames of one segment: crop boxes of its canvas, resampled to the frame size. */
export interface FrameSource {
  /** `width × height × 3 / 2` */
  readonly frameBytes: number;
  /**
   * Renders the box and returns an I420 picture of the frame's size, which is overwritten by the next `render`:
   * write it out or copy it. Sub-pixel exact: the box may stand anywhere inside the canvas.
   */
  render(this: void, box: CropBox): Uint8Array;
}

/** Frames of `width`×`height`, both even, from a canvas, which is prefiltered once: tens of milliseconds. */
export function createFrameSource(canvas: YuvImage, width: number, height: number): FrameSource {
  return createFrameSources()(canvas, width, height);
}

/**
 * Frame sources one after another in the same memory, for a lane that renders segment after segment: a new source
 * ends the one before.
 */
export function createFrameSources(): typeof createFrameSource {
  let resampler: Resampler | undefined;
  let made: { canvas: Size; frame: Size } | undefined;
  return (canvas, width, height) => {
    const frame = { width, height };
    if (!resampler || !made || !sameSize(made.canvas, canvas) || !sameSize(made.frame, frame))
      resampler = createResampler(loadKernel(), canvas, frame);
    made = { canvas: { width: canvas.width, height: canvas.height }, frame };
    resampler.setCanvas(canvas.data);
    return frameSource(resampler);
  };
}

function frameSource(resampler: Resampler): FrameSource {
  let shown: CropBox | undefined;
  return {
    frameBytes: resampler.frame.length,
    render: (box) => {
      // Without motion one frame serves for all.
      if (!shown || !sameBox(shown, box)) resampler.render(box);
      shown = box;
      return resampler.frame;
    },
  };
}

function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

function sameBox(a: CropBox, b: CropBox): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
