/** Pixels a second at the most; beyond this there is nothing more to see in a waveform. */
const CLOSEST = 240;
/** Browsers lose precision in elements wider than this. */
const WIDEST = 8_000_000;

export interface ZoomLimits {
  /** Seconds of the whole timeline. */
  total: number;
  /** Pixels that it may fill. */
  viewport: number;
}

/** Pixels a second at which the whole story is seen. */
export function fittingZoom({ total, viewport }: ZoomLimits): number {
  return total > 0 && viewport > 0 ? Math.min(CLOSEST, viewport / total) : 1;
}

/** From the whole story to the closest. */
export function clampZoom(zoom: number, limits: ZoomLimits): number {
  const closest = Math.max(fittingZoom(limits), Math.min(CLOSEST, WIDEST / Math.max(1, limits.total)));
  return Math.min(closest, Math.max(fittingZoom(limits), zoom));
}

/** Zooms so that what lies `anchor` pixels right of the view's left edge stays there. */
export function zoomAround(
  view: { zoom: number; scroll: number },
  zoom: number,
  anchor: number,
): { zoom: number; scroll: number } {
  const seconds = (view.scroll + anchor) / view.zoom;
  return { zoom, scroll: Math.max(0, seconds * zoom - anchor) };
}

/** The scroll position that shows `from`–`to` (pixels): unchanged if they are in view, else with some room before them. */
export function scrollToShow(scroll: number, viewport: number, from: number, to: number): number {
  const room = Math.min(48, viewport / 8);
  if (from >= scroll && to <= scroll + viewport) return scroll;
  if (to - from > viewport || from < scroll) return Math.max(0, from - room);
  return Math.max(0, to - viewport + room);
}
