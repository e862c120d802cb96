import type { Model } from './model.ts';
import type { Store } from './store.ts';
import { totalSeconds } from './timeline/layout.ts';
import { clampZoom, fittingZoom, scrollToShow, zoomAround } from './timeline/zoom.ts';
import { EDGE, zoomOf } from './view/timeline.ts';

/** Zoom and scroll position of the timeline, kept in step with the scrolling element. */
export interface Scrolling {
  zoomBy: (factor: number, anchor?: number) => void;
  zoomToFit: () => void;
  showSegment: (index: number) => void;
  /** Turns the page when the playhead has just left the view; a reader who looked elsewhere is left alone. */
  follow: (before: number, now: number) => void;
  /** After a drawing: the element may have become wide enough only now. */
  settle: (model: Model) => void;
}

export function createScrolling(scroller: HTMLElement, store: Store): Scrolling {
  /** Where the element was put, or found, last. */
  let settled = 0;
  const scrollTo = (left: number) => {
    store.patch({ scroll: left });
  };
  const zoomBy = (factor: number, anchor?: number) => {
    const model = store.get();
    if (!model) return;
    const before = { zoom: zoomOf(model), scroll: model.scroll };
    const limits = { total: totalSeconds(model.starts), viewport: model.viewport };
    const zoom = clampZoom(before.zoom * factor, limits);
    const { scroll } = zoomAround(before, zoom, anchor ?? model.viewport / 2);
    const fits = zoom <= fittingZoom(limits) * 1.001;
    store.patch(fits ? { zoom: null, scroll: 0 } : { zoom, scroll });
  };

  new ResizeObserver(() => store.patch({ viewport: scroller.clientWidth - 2 * EDGE })).observe(scroller);
  // The event comes late: of our own scrolling it may tell when the model has moved on already.
  scroller.addEventListener('scroll', () => {
    if (scroller.scrollLeft !== settled) scrollTo((settled = scroller.scrollLeft));
  });
  scroller.addEventListener('wheel', (event) => wheel(event, scroller, { zoomBy, scrollTo }), {
    passive: false,
  });
  scroller.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') zoomBy(1.5);
    else if (event.key === '-') zoomBy(1 / 1.5);
    else if (event.key === '0') store.patch({ zoom: null, scroll: 0 });
  });

  return {
    zoomBy,
    zoomToFit: () => store.patch({ zoom: null, scroll: 0 }),
    showSegment(index) {
      const model = store.get();
      if (!model || index < 0) return;
      const zoom = zoomOf(model);
      const [from, to] = [model.starts[index]! * zoom, model.starts[index + 1]! * zoom];
      scrollTo(scrollToShow(model.scroll, model.viewport, from, to));
    },
    follow(before, now) {
      const model = store.get();
      if (!model) return;
      const [was, is] = [before * zoomOf(model) - model.scroll, now * zoomOf(model) - model.scroll];
      const inView = (x: number) => x >= 0 && x <= model.viewport;
      if (inView(was) && !inView(is)) scrollTo(Math.max(0, now * zoomOf(model) - model.viewport * 0.08));
    },
    settle(model) {
      if (model.scroll === settled) return; // Only the reader has scrolled since, if anybody.
      scroller.scrollLeft = model.scroll;
      settled = scroller.scrollLeft;
      store.patchQuietly({ scroll: settled });
    },
  };
}

/** With Ctrl (or pinching) it zooms about the pointer; otherwise a plain wheel scrolls along the timeline. */
function wheel(
  event: WheelEvent,
  scroller: HTMLElement,
  { zoomBy, scrollTo }: Pick<Scrolling, 'zoomBy'> & { scrollTo: (left: number) => void },
): void {
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    const anchor = event.clientX - scroller.getBoundingClientRect().left - EDGE;
    zoomBy(Math.exp(-event.deltaY * (event.deltaMode === 0 ? 0.004 : 0.1)), anchor);
    return;
  }
  if (event.shiftKey || Math.abs(event.deltaX) >= Math.abs(event.deltaY)) return;
  const end = scroller.scrollWidth - scroller.clientWidth;
  const next = Math.min(
    end,
    Math.max(0, scroller.scrollLeft + event.deltaY * (event.deltaMode === 0 ? 1 : 16)),
  );
  if (Math.abs(next - scroller.scrollLeft) < 1) return; // At its end the page scrolls on.
  event.preventDefault();
  scrollTo(next);
}
