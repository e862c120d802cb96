import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions.ts';
import { formatBytes, formatTime } from '../format.ts';
import { icon, type IconName } from '../icons.ts';
import type { Model } from '../model.ts';
import type { Video } from '../protocol.ts';

/** What stands in front of the picture: an explanation where there is no video, the play button where it rests. */
export function stageCover(model: Model, actions: Actions): TemplateResult | typeof nothing {
  const { video, exportButton } = model.view;
  if (video.kind !== 'ready' && exportButton.kind === 'rendering') {
    const headline = video.kind === 'none' ? 'The first video is being made' : 'The video is being made';
    return message('film', headline, 'It will play here as soon as it is finished.');
  }
  if (video.kind === 'none') return message('film', 'No video yet', firstSteps(model));
  if (video.kind === 'preparing') {
    return message(
      'film',
      'Getting the video ready to play',
      'A copy with sound that VS Code can play is being made.',
    );
  }
  if (video.kind === 'unplayable') {
    const reason = video.reason ?? 'Its file was moved or deleted. Export again to make it anew.';
    return message('warning', 'The video cannot be played here', reason);
  }
  if (model.videoBroken) {
    return message(
      'error',
      'The video cannot be played here',
      'Reveal it and play it in another player, or export again.',
    );
  }
  return model.playing === 'video'
    ? nothing
    : html`<button
        type="button"
        class="big-play"
        tabindex="-1"
        aria-hidden="true"
        @click=${actions.togglePlay}
      >
        ${icon('play')}
      </button>`;
}

function firstSteps({ view }: Model): string {
  if (view.segments.length === 0) return 'Write the first paragraph of your story, then export it.';
  switch (view.exportButton.kind) {
    case 'notReady':
      return 'Put right what is said above, then press Export Video.';
    case 'failed':
      return 'Press Retry Export: what was finished is kept.';
    default:
      return 'Press Export Video: every paragraph is spoken while its picture moves.';
  }
}

function message(iconName: IconName, headline: string, text: string): TemplateResult {
  return html`<div class="message">
    ${icon(iconName)}
    <h2>${headline}</h2>
    <p>${text}</p>
  </div>`;
}

/** Duration, size, resolution and frame rate of the video. */
export function videoFacts(video: Video): TemplateResult | typeof nothing {
  if (video.kind !== 'ready') return nothing;
  const facts: [string, string][] = [
    ['Duration', formatTime(video.duration)],
    ['Size', formatBytes(video.fileSize)],
    ['Resolution', `${video.width} × ${video.height}`],
    ['Frame rate', `${Math.round(video.fps * 1000) / 1000} fps`],
    [
      'Exported',
      new Date(video.exportedAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
    ],
  ];
  return html`<dl>
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
