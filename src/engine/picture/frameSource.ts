import type { CropBox } from '../motion/cropBox.ts';
import { createResampler, type YuvImage } from '../motion/kernel/resampler.ts';
import { loadKernel } from './kernelFile.ts';

/** Frames that are best asked for at once: most of what is to be had, for a few megabytes. */
export const framesTogether = 4;

/** Makes frames of one segment: crop boxes of its canvas, resampled to the frame size. */
export interface FrameSource {
  /**
   * Renders up to {@link framesTogether} boxes and returns an I420 picture of the frame's size for each, which are
   * overwritten by the next `render`: write them out or copy them. Sub-pixel exact: a box may stand anywhere inside the
   * canvas.
   */
  render(this: void, ...boxes: CropBox[]): readonly Uint8Array[];
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
    const { frames, render } = resample(canvas, { width, height }, framesTogether);
    let shown: CropBox | undefined;
    return {
      render: (...boxes) => {
        const [first] = boxes;
        // Without motion one frame serves for all.
        const still = first !== undefined && boxes.every((box) => sameBox(box, first));
        if (!still) render(...boxes);
        else if (!shown || !sameBox(shown, first)) render(first);
        shown = still ? first : undefined;
        return boxes.map((_, i) => frames[still ? 0 : i]!);
      },
    };
  };
}

function sameBox(a: CropBox, b: CropBox): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
