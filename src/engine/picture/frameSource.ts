import type { CropBox } from '../motion/cropBox.ts';
import { createResampler, type YuvImage } from '../motion/kernel/resampler.ts';
import { loadKernel } from './kernelFile.ts';

/** Makes frames of one segment: crop boxes of its canvas, resampled to the frame size. */
export interface FrameSource {
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
  const resample = createResampler(loadKernel());
  return (canvas, width, height) => {
    const { frame, render } = resample(canvas, { width, height });
    let shown: CropBox | undefined;
    return {
      render: (box) => {
        // Without motion one frame serves for all.
        if (!shown || !sameBox(shown, box)) render(box);
        shown = box;
        return frame;
      },
    };
  };
}

function sameBox(a: CropBox, b: CropBox): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
