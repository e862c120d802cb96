import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions.ts';
import { formatLength } from '../format.ts';
import { icon, type IconName } from '../icons.ts';
import { currentSegment, sceneOf, type Model } from '../model.ts';
import type { TimelineSegment } from '../protocol.ts';

/** The selected segment in words, with what can be done about it. */
export function details(model: Model, actions: Actions): TemplateResult | typeof nothing {
  const index = currentSegment(model);
  const segment = model.view.segments[index];
  if (!segment) return nothing;
  const sound = model.assets.get(segment.id)?.sound;
  const scene = sceneOf(model, index);
  return html`
    <h2>
      Segment ${index + 1} <span class="of">of ${model.view.segments.length}</span>
      ${scene === undefined ? nothing : html`<span class="scene-name">${scene}</span>`}
    </h2>
    <p class="excerpt">${segment.excerpt}</p>
    <ul class="facts">
      <li>${icon('clock')}${lengthText(segment)}</li>
      <li class=${segment.picture === 'ok' ? '' : 'bad'}>
        ${icon(segment.picture === 'ok' ? 'picture' : 'noPicture')}<span>${pictureText(segment)}</span>
      </li>
      <li>${icon(segment.recorded ? 'microphone' : 'sound')}${soundText(segment, Boolean(sound))}</li>
    </ul>
    <div class="actions" role="group" aria-label="Segment ${index + 1}">
      ${small('Show in Editor', 'text', () => actions.send({ type: 'openSegment', id: segment.id }))}
      ${
        sound
          ? small('Listen', 'sound', () => actions.listen(index))
          : small(
              'Narrate',
              'microphone',
              () => actions.send({ type: 'narrate', id: segment.id }),
              model.view.refusal,
            )
      }
      ${small(segment.picture === 'ok' ? 'Change Picture…' : 'Choose Picture…', 'picture', () =>
        actions.send({ type: 'pickPicture', id: segment.id }),
      )}
    </div>
  `;
}

function lengthText({ duration, estimated }: TimelineSegment): string {
  return estimated ? `about ${Math.round(duration)} s` : formatLength(duration);
}

export function pictureText({ picture, pictureName }: TimelineSegment): string {
  if (picture === 'ok') return pictureName ?? '';
  return picture === 'none' ? 'No picture' : `Picture missing: ${pictureName ?? ''}`;
}

function soundText({ recorded }: TimelineSegment, made: boolean): string {
  if (recorded) return 'Your recording';
  return made ? 'Narrated' : 'Not narrated yet';
}

/** `refusal`: why it cannot be pressed. */
function small(
  label: string,
  iconName: IconName,
  click: () => void,
  refusal: string | null = null,
): TemplateResult {
  return html`<vscode-button
    appearance="secondary"
    ?disabled=${refusal !== null}
    title=${refusal ?? nothing}
    @click=${refusal === null ? click : nothing}
    >${icon(iconName, 'start')}${label}</vscode-button
  >`;
}
