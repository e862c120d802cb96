import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Actions } from '../actions.ts';
import { currentSegment, playheadSegment, type Model } from '../model.ts';
import { totalSeconds, visibleBlocks, type Window } from '../timeline/layout.ts';
import { ticks } from '../timeline/ticks.ts';
import { fittingZoom } from '../timeline/zoom.ts';
import { block, blockId } from './block.ts';

/** Narrower than this, in pixels, neighbours are drawn as one. */
const NARROWEST = 7;
/** Drawn beyond both edges of the view, so that scrolling never shows a gap. */
const OVERSCAN = 320;

/** From a tick to its label, in pixels: the playhead's handle covers none of it. */
const LABEL_GAP = 8;
/** Width of a character of a label, in pixels, rather too much than too little. */
const LABEL_CHARACTER = 6.5;

/** Pixels of room before the beginning and after the end. */
export const EDGE = 8;

/** Pixels a second that the timeline is drawn with. */
export function zoomOf(model: Model): number {
  return model.zoom ?? fittingZoom({ total: totalSeconds(model.starts), viewport: model.viewport });
}

/** Ruler, scenes and segments inside the scroller; only what is in view exists. The playhead is drawn over it. */
export function timeline(model: Model, actions: Actions): TemplateResult {
  const zoom = zoomOf(model);
  const end = totalSeconds(model.starts) * zoom;
  const window: Window = {
    zoom,
    from: Math.max(0, model.scroll - OVERSCAN),
    to: Math.min(end, model.scroll + model.viewport + OVERSCAN),
  };
  return html`
    ${ruler(window)} ${model.view.scenes.length > 0 ? scenes(model, window) : nothing}
    ${segments(model, actions, window)}
  `;
}

function ruler({ zoom, from, to }: Window): TemplateResult {
  const list = ticks(from / zoom, to / zoom, zoom);
  const lines = list.map(
    ({ time, label }) => `M${Math.round(time * zoom - from) + 0.5} ${label ? 12 : 19}V24`,
  );
  const width = Math.ceil(to - from) + 1;
  const labels = list
    .map(({ time, label }) => ({ x: Math.round(time * zoom - from) + LABEL_GAP, label: label ?? '' }))
    .filter(({ x, label }) => label !== '' && x + label.length * LABEL_CHARACTER <= width);
  return html`<div class="ruler" aria-hidden="true">
    <svg height="24" width=${width} .style=${`left: ${from}px`}>
      <path d=${lines.join('')} />
      ${labels.map(({ x, label }) => svg`<text x=${x} y="14">${label}</text>`)}
    </svg>
  </div>`;
}

function scenes({ view, starts }: Model, { zoom, from, to }: Window): TemplateResult {
  const spans = view.scenes.map(({ title, firstSegment }, index) => {
    const next = view.scenes[index + 1]?.firstSegment ?? view.segments.length;
    const left = (starts[firstSegment] ?? 0) * zoom;
    return { title, left, width: (starts[next] ?? 0) * zoom - left };
  });
  const seen = spans.filter(({ left, width }) => width > 0 && left <= to && left + width >= from);
  return html`<div class="scenes" aria-hidden="true">
    ${seen.map(
      ({ title, left, width }) =>
        html`<div class="scene" title=${title} .style=${`left: ${left}px; width: ${width}px`}>
          <span>${title}</span>
        </div>`,
    )}
  </div>`;
}

function segments(model: Model, actions: Actions, window: Window): TemplateResult {
  const current = currentSegment(model);
  const playhead = playheadSegment(model);
  const blocks = visibleBlocks(model.starts, window, NARROWEST, current);
  const active = blocks.find(({ first, last }) => first <= current && current <= last);
  return html`<div
    class="segments"
    role="listbox"
    tabindex="0"
    aria-label="Segments"
    aria-orientation="horizontal"
    aria-activedescendant=${active ? blockId(model, active) : nothing}
    @keydown=${(event: KeyboardEvent) => moveSelection(event, model, actions)}
  >
    ${repeat(
      blocks,
      ({ first }) => model.view.segments[first]!.id,
      (one) => block({ model, actions, block: one, window, current, playhead }),
    )}
  </div>`;
}

function moveSelection(event: KeyboardEvent, model: Model, actions: Actions): void {
  const current = currentSegment(model);
  const last = model.view.segments.length - 1;
  const targets: Partial<Record<string, number>> = {
    ArrowLeft: current - 1,
    ArrowUp: current - 1,
    ArrowRight: current + 1,
    ArrowDown: current + 1,
    PageUp: current - 10,
    PageDown: current + 10,
    Home: 0,
    End: last,
  };
  const target = targets[event.key];
  if (target !== undefined && last >= 0) actions.select(Math.min(last, Math.max(0, target)));
  else if (event.key === 'Enter' && current >= 0) {
    actions.send({ type: 'openSegment', id: model.view.segments[current]!.id });
  } else return;
  event.preventDefault();
}
