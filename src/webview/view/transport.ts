import { html, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions.ts';
import { icon, type IconName } from '../icons.ts';
import { playheadSegment, type Model } from '../model.ts';

/** Play, step, sound and zoom; the clock between them is written by the playhead. */
export function transport(model: Model, actions: Actions): TemplateResult {
  const at = playheadSegment(model);
  const last = model.view.segments.length - 1;
  const playable = model.view.video.kind === 'ready' || soundAt(model, at);
  return html`
    <div class="group" role="group" aria-label="Playback">
      ${iconButton('Previous segment', 'previous', () => actions.select(Math.max(0, at - 1)), at <= 0)}
      ${
        model.playing
          ? iconButton('Pause', 'pause', actions.togglePlay)
          : iconButton('Play', 'play', actions.togglePlay, !playable)
      }
      ${iconButton('Next segment', 'next', () => actions.select(Math.min(last, at + 1)), at >= last)}
    </div>
    <div class="clock" aria-hidden="true"><span class="now"></span><span class="total"></span></div>
    <div class="group sound" role="group" aria-label="Sound">
      ${iconButton(model.muted ? 'Unmute' : 'Mute', model.muted ? 'muted' : 'sound', actions.toggleMuted)}
      <input
        type="range"
        aria-label="Volume"
        min="0"
        max="1"
        step="0.05"
        .value=${String(model.muted ? 0 : model.volume)}
        @input=${(event: Event) => actions.setVolume(Number((event.target as HTMLInputElement).value))}
      />
    </div>
    <div class="group" role="group" aria-label="Zoom">
      ${iconButton('Zoom out', 'farther', () => actions.zoomBy(1 / 1.5), model.zoom === null)}
      ${iconButton('Show the whole story', 'fit', actions.zoomToFit, model.zoom === null)}
      ${iconButton('Zoom in', 'closer', () => actions.zoomBy(1.5))}
    </div>
  `;
}

function soundAt(model: Model, index: number): boolean {
  const id = model.view.segments[index]?.id;
  return id !== undefined && typeof model.assets.get(id)?.sound === 'string';
}

function iconButton(label: string, iconName: IconName, click: () => void, disabled = false): TemplateResult {
  return html`<vscode-button
    appearance="icon"
    aria-label=${label}
    title=${label}
    ?disabled=${disabled}
    @click=${() => disabled || click()}
    >${icon(iconName)}</vscode-button
  >`;
}
