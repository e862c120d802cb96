import { html, render } from 'lit-html';
import { icon } from './icons.ts';
import type { Player } from './player.ts';
import type { VoiceSample } from './protocol.ts';

/**
 * Lets a voice be heard before it is chosen. Its own sound element, with the browser's controls: where playing is not
 * allowed before a click, the click can be made, and the sample heard again.
 */
export function createSampleBar(place: HTMLElement, player: Player): (sample: VoiceSample | null) => void {
  const show = (sample: VoiceSample | null) => {
    place.hidden = sample === null;
    const before = place.querySelector('audio');
    before?.pause();
    render(sample === null ? '' : bar(sample, () => show(null)), place);
    const audio = place.querySelector('audio');
    if (!sample || !audio) return;
    player.pause();
    audio.src = sample.sound;
    audio.play().catch(() => {});
  };
  // One thing at a time is heard.
  player.video.addEventListener('play', () => place.querySelector('audio')?.pause());
  return show;
}

function bar({ name }: VoiceSample, close: () => void) {
  return html`
    <span class="name" role="status">Voice sample: <strong>${name}</strong></span>
    <audio controls controlslist="nodownload noplaybackrate" aria-label=${`Sample of ${name}`}></audio>
    <vscode-button appearance="icon" aria-label="Close the sample" title="Close" @click=${close}
      >${icon('stop')}</vscode-button
    >
  `;
}
