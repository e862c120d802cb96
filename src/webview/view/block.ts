import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { Actions } from '../actions.ts';
import { formatLength } from '../format.ts';
import { icon } from '../icons.ts';
import type { DrawnAsset, Model } from '../model.ts';
import type { TimelineSegment } from '../protocol.ts';
import type { Block, Window } from '../timeline/layout.ts';
import { waveformPath } from '../timeline/waveform.ts';
import { pictureText } from './details.ts';

export interface BlockContext {
  model: Model;
  actions: Actions;
  block: Block;
  window: Window;
  /** Indices of the selected segment and of the one under the playhead. */
  current: number;
  playhead: number;
}

const PICTURE_HEIGHT = 62;
const WAVE_HEIGHT = 34;
/** From these widths on, in pixels, there is room for the words. */
const ROOM_FOR_NUMBER = 22;
const ROOM_FOR_LENGTH = 60;
const ROOM_FOR_TEXT = 52;
/** Waveforms are drawn in pieces of this width, so that a scroll of a few pixels changes nothing. */
const PIECE = 512;

export function blockId({ view }: Model, { first }: Block): string {
  return `segment-${view.segments[first]!.id}`;
}

/** One segment (or several that are too narrow to be told apart) as an option of the list box. */
export function block(context: BlockContext): TemplateResult {
  const { model, block: place, current, playhead } = context;
  const segment = model.view.segments[place.first]!;
  const many = place.last > place.first;
  const within = (index: number) => place.first <= index && index <= place.last;
  const classes = [
    'block',
    many ? 'many' : '',
    segment.estimated ? 'estimated' : '',
    within(current) ? 'selected' : '',
    within(playhead) && model.playing ? 'playing' : '',
  ];
  return html`<div
    class=${classes.filter(Boolean).join(' ')}
    id=${blockId(model, place)}
    role="option"
    aria-selected=${within(current) ? 'true' : 'false'}
    aria-posinset=${place.first + 1}
    aria-setsize=${model.view.segments.length}
    title=${many ? nothing : segment.excerpt}
    .style=${`left: ${place.left}px; width: ${place.width}px`}
    @click=${(event: MouseEvent) => clicked(event, context)}
    @dblclick=${() => context.actions.send({ type: 'openSegment', id: segment.id })}
  >
    ${picture(context, segment, many)} ${waveform(context, model.assets.get(segment.id), many)}
    ${many ? nothing : length(segment, place.width >= ROOM_FOR_LENGTH)}
  </div>`;
}

/** What is clicked is selected, and the playhead goes to the very place. */
function clicked(event: MouseEvent, { model, actions, block: place, window }: BlockContext): void {
  const element = event.currentTarget as HTMLElement;
  const seconds = (place.left + event.clientX - element.getBoundingClientRect().left) / window.zoom;
  const at = place.first === place.last ? place.first : nearest(model, place, seconds);
  actions.select(at);
  actions.seek(seconds);
}

function nearest({ starts }: Model, { first, last }: Block, seconds: number): number {
  let index = first;
  while (index < last && starts[index + 1]! <= seconds) index++;
  return index;
}

/** The words are there for screen readers even where there is no room to see them. */
function picture(
  { model, block: place }: BlockContext,
  segment: TimelineSegment,
  many: boolean,
): TemplateResult {
  const pictureWidth = Math.min(place.width, PICTURE_HEIGHT * model.view.aspect);
  const textSeen = place.width - pictureWidth >= ROOM_FOR_TEXT;
  const numberSeen = place.width >= ROOM_FOR_NUMBER;
  return html`<div class="picture">
    <div class="frame" .style=${`width: ${pictureWidth}px`}>
      ${image(segment, model.assets.get(segment.id)?.thumbnail, place.width)}
      <span class="hidden">${many ? 'Segments' : 'Segment'} </span>
      <span class=${numberSeen ? 'number' : 'hidden'}>${place.first + 1}</span>
      ${many ? html`<span class="hidden"> to ${place.last + 1}</span>` : nothing}
    </div>
    ${many ? nothing : html`<p class=${textSeen ? '' : 'hidden'}>${segment.excerpt}</p>`}
  </div>`;
}

function image(
  segment: TimelineSegment,
  thumbnail: string | null | undefined,
  width: number,
): TemplateResult {
  if (segment.picture !== 'ok') {
    return html`<span class="no-picture"
      >${width > 30 ? icon('noPicture') : nothing}<span class="hidden">${pictureText(segment)}</span></span
    >`;
  }
  return thumbnail
    ? html`<img src=${thumbnail} alt="" draggable="false" decoding="async" />`
    : html`<span class="no-picture quiet"></span>`;
}

function length({ duration, estimated }: TimelineSegment, seen: boolean): TemplateResult {
  return html`<span class=${seen ? 'length' : 'hidden'}
    >${estimated ? '≈ ' : ''}${formatLength(duration)}</span
  >`;
}

function waveform(
  { block: { left, width }, window }: BlockContext,
  asset: DrawnAsset | undefined,
  many: boolean,
): TemplateResult {
  const peaks = many ? undefined : asset?.peaks;
  if (!peaks) return html`<div class="wave none"></div>`;
  const from = Math.max(0, Math.floor((window.from - left) / PIECE) * PIECE);
  const to = Math.min(width, Math.ceil((window.to - left) / PIECE) * PIECE);
  return html`<div class="wave">
    ${guard([peaks, window.zoom, from, to], () => {
      const path = waveformPath(peaks, window.zoom, { from, to, height: WAVE_HEIGHT });
      const seen = Math.max(1, to - from);
      return html`<svg
        .style=${`left: ${from}px`}
        width=${seen}
        height=${WAVE_HEIGHT}
        viewBox="${from} 0 ${seen} ${WAVE_HEIGHT}"
        aria-hidden="true"
      >
        <path d=${path} />
      </svg>`;
    })}
  </div>`;
}
