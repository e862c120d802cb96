import { cropBoxAt, type Motion } from '../../src/engine/motion/cropBox.ts';
import { prepareCanvas } from '../../src/engine/picture/canvas.ts';
import { createFrameSource, framesTogether, type FrameSource } from '../../src/engine/picture/frameSource.ts';
import type { Figure, Row } from '../context.ts';
import { median } from '../stats.ts';

const sizes = [
  { name: '720p', width: 1280, height: 720 },
  { name: '1080p', width: 1920, height: 1080 },
  { name: '2160p', width: 3840, height: 2160 },
] as const;

const motions: Record<string, Motion> = {
  pan: { direction: 'top-left-to-bottom-right', zoom: 1.3 },
  zoom: { direction: 'zoom-in', zoom: 1.3 },
};

/** The resampling kernel alone, on one core; and the canvas, once a segment. */
export const kernelRow: Row = async ({ pictures, quick }) => {
  const figures: Figure[] = [];
  for (const { name, width, height } of sizes) {
    const canvases: number[] = [];
    const request = { width, height, zoom: 1.3, background: '#000000' };
    let canvas = await prepareCanvas(pictures[0]!, request);
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      canvas = await prepareCanvas(pictures[round % pictures.length]!, request);
      canvases.push(performance.now() - start);
    }
    for (const [kind, motion] of Object.entries(motions)) {
      const source = createFrameSource(canvas, width, height);
      const samples = timeFrames(source, motion, quick ? 60 : 200);
      const limit = name === '1080p' ? { most: 4 } : {};
      figures.push({ name: `${kind} at ${name}`, value: median(samples), unit: 'ms/frame', ...limit });
    }
    figures.push({ name: `canvas for ${name}`, value: median(canvases), unit: 'ms', samples: canvases });
  }
  return figures;
};

/** Milliseconds a frame, of frames made together as in an export. */
function timeFrames(source: FrameSource, motion: Motion, frames: number): number[] {
  const samples: number[] = [];
  for (let frame = 0; frame < frames; frame += framesTogether) {
    const boxes = Array.from({ length: framesTogether }, (_, i) => cropBoxAt(motion, frame + i, frames));
    const start = performance.now();
    source.render(...boxes);
    samples.push((performance.now() - start) / framesTogether);
  }
  // The first ones find the code not compiled yet.
  return samples.slice(5);
}
