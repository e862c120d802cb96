/** What a picture is prepared for. */
export interface CanvasRequest {
  /** Of the frame; pixels, even. */
  width: number;
  height: number;
  /** Z ≥ 1. */
  zoom: number;
  /** Behind transparent pictures, `#rrggbb`. */
  background: string;
}

/**
 * The most pixels a canvas has: 8K, which is zoom 4 of 1080p or zoom 2 of 2160p. Beyond it a canvas would cost
 * hundreds of megabytes and show nothing that photographs have; the kernel enlarges what remains of the zoom.
 */
export const maxCanvasPixels = 7680 * 4320;

/** (W·Z)×(H·Z) rounded to even, never less than the frame, and never more than {@link maxCanvasPixels}. */
export function canvasSize({ width, height, zoom }: Omit<CanvasRequest, 'background'>): {
  width: number;
  height: number;
} {
  const most = Math.sqrt(maxCanvasPixels / (width * height));
  const factor = Math.max(1, Math.min(zoom, most));
  return { width: even(width * factor), height: even(height * factor) };
}

function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}
