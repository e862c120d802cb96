import { formatTime, spokenTime } from '../format.ts';
import { playheadSegment, type Model } from '../model.ts';
import { totalSeconds } from '../timeline/layout.ts';
import { zoomOf } from './timeline.ts';

/** Moves many times a second: it writes to its elements directly instead of drawing a view again. */
export interface Playhead {
  move(model: Model): void;
}

export interface PlayheadElements {
  /** Takes the playhead, and presses on the ruler. */
  canvas: HTMLElement;
  /** Begins at 0 seconds. */
  timeline: HTMLElement;
  /** Holds `.now` and `.total`. */
  transport: HTMLElement;
}

export interface Seeking {
  model: () => Model | undefined;
  seek: (seconds: number) => void;
}

export function createPlayhead(
  { canvas, timeline, transport }: PlayheadElements,
  { model, seek }: Seeking,
): Playhead {
  const head = document.createElement('div');
  head.className = 'playhead';
  head.tabIndex = 0;
  head.setAttribute('role', 'slider');
  head.setAttribute('aria-label', 'Playhead');
  head.setAttribute('aria-valuemin', '0');
  canvas.append(head);

  head.addEventListener('keydown', (event) => {
    const now = model();
    const target = now && keyTarget(event, now);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seek(target);
  });
  dragToSeek({ canvas, timeline, head }, { model, seek });

  return {
    move(now) {
      const total = totalSeconds(now.starts);
      head.hidden = now.view.segments.length === 0;
      head.style.transform = `translateX(${now.time * zoomOf(now)}px)`;
      head.setAttribute('aria-valuemax', total.toFixed(1));
      head.setAttribute('aria-valuenow', now.time.toFixed(1));
      const segment = `segment ${playheadSegment(now) + 1} of ${now.view.segments.length}`;
      setIfNew(head, `${spokenTime(now.time)} of ${spokenTime(total)}, ${segment}`);
      write(transport, '.now', formatTime(now.time, 1));
      write(transport, '.total', formatTime(total));
    },
  };
}

/** Steps of a second, of five with Shift or by page, and both ends. */
function keyTarget(event: KeyboardEvent, { time, starts }: Model): number | undefined {
  const total = totalSeconds(starts);
  const step = event.shiftKey ? 5 : 1;
  const targets: Partial<Record<string, number>> = {
    ArrowLeft: time - step,
    ArrowDown: time - step,
    ArrowRight: time + step,
    ArrowUp: time + step,
    PageUp: time + 5,
    PageDown: time - 5,
    Home: 0,
    End: total,
  };
  const target = targets[event.key];
  return target === undefined ? undefined : Math.min(total, Math.max(0, target));
}

/** Pressing on the ruler or on the playhead takes hold of it until the button is released. */
function dragToSeek(
  { canvas, timeline, head }: Record<'canvas' | 'timeline' | 'head', HTMLElement>,
  { model, seek }: Seeking,
): void {
  const seekTo = (event: PointerEvent) => {
    const now = model();
    if (!now) return;
    const seconds = (event.clientX - timeline.getBoundingClientRect().left) / zoomOf(now);
    seek(Math.min(totalSeconds(now.starts), Math.max(0, seconds)));
  };
  canvas.addEventListener('pointerdown', (event) => {
    const target = event.target as Element;
    if (event.button !== 0 || !target.closest('.ruler, .playhead')) return;
    event.preventDefault();
    head.focus({ preventScroll: true });
    head.setPointerCapture(event.pointerId);
    head.classList.add('held');
    seekTo(event);
  });
  head.addEventListener('pointermove', (event) => {
    if (head.hasPointerCapture(event.pointerId)) seekTo(event);
  });
  head.addEventListener('lostpointercapture', () => head.classList.remove('held'));
}

function setIfNew(head: HTMLElement, text: string): void {
  if (head.getAttribute('aria-valuetext') !== text) head.setAttribute('aria-valuetext', text);
}

function write(parent: HTMLElement, selector: string, text: string): void {
  const element = parent.querySelector(selector);
  if (element && element.textContent !== text) element.textContent = text;
}
