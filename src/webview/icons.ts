import { html, svg, type TemplateResult } from 'lit-html';

/** Line icons on a 16 × 16 grid, in the colour of the text around them. */
const shapes = {
  play: svg`<path d="M4.5 2.8v10.4L13 8z" class="solid"/>`,
  pause: svg`<path d="M4 3h2.8v10H4zM9.2 3H12v10H9.200z" class="solid"/>`,
  previous: svg`<path d="M12.5 3.500v9L6 8z" class="solid"/><path d="M4 3.500v9"/>`,
  next: svg`<path d="M3.5 3.500v9L10 8z" class="solid"/><path d="M12 3.500v9"/>`,
  sound: svg`<path d="M2.5 6v4h2.300L8 12.700V3.300L4.8 6z"/><path d="M10.3 5.800a3 3 0 0 1 0 4.400M12.2 4a5.6 5.6 0 0 1 0 8"/>`,
  muted: svg`<path d="M2.5 6v4h2.300L8 12.700V3.300L4.8 6z"/><path d="m10.5 6.3 3.4 3.400m0-3.4-3.4 3.4"/>`,
  closer: svg`<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.300M5.2 7h3.600M7 5.200v3.6"/>`,
  farther: svg`<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.300M5.2 7h3.6"/>`,
  fit: svg`<path d="M2 3v10M14 3v10M4.3 8h7.400M6.3 5.8 4.1 8l2.2 2.200M9.7 5.8 11.9 8l-2.2 2.2"/>`,
  film: svg`<rect x="2" y="3" width="12" height="10" rx="1.2"/><path d="M5 3v10M11 3v10M2 6.300h3M2 9.700h3M11 6.300h3M11 9.700h3"/>`,
  save: svg`<path d="M8 2.500v7.300M5 7l3 3 3-3M2.8 11v2.200h10.400V11"/>`,
  folder: svg`<path d="M2 12.500v-9h4l1.5 1.800H14v7.200z"/>`,
  again: svg`<path d="M13 8a5 5 0 1 1-1.6-3.7"/><path d="M13 2.300v2.900h-2.9"/>`,
  stop: svg`<path d="m4 4 8 8m0-8-8 8"/>`,
  warning: svg`<path d="M8 2.3 14.3 13H1.700z"/><path d="M8 6.300v3.200M8 10.900v.6"/>`,
  error: svg`<circle cx="8" cy="8" r="5.7"/><path d="M8 4.800v4M8 10.600v.7"/>`,
  clock: svg`<circle cx="8" cy="8" r="5.7"/><path d="M8 4.600V8l2.4 1.6"/>`,
  picture: svg`<rect x="2" y="3" width="12" height="10" rx="1.2"/><circle cx="5.3" cy="6.2" r="1"/><path d="m2.3 12 3.9-3.8 2.5 2.4 2.2-2.1 2.8 2.7"/>`,
  noPicture: svg`<path d="M4.5 3H14v9.500M11.5 13H2V4.200M2 2l12 12"/>`,
  text: svg`<path d="M2.5 4h11M2.5 8h11M2.5 12h6.5"/>`,
  microphone: svg`<rect x="6" y="2" width="4" height="7" rx="2"/><path d="M3.8 7.500a4.2 4.2 0 0 0 8.4 0M8 11.700V14"/>`,
} as const;

export type IconName = keyof typeof shapes;

/** Hidden from screen readers: what it stands beside, or its button's label, says it in words. */
export function icon(name: IconName, slot = ''): TemplateResult {
  return html`<svg class="icon" slot=${slot} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    ${shapes[name]}
  </svg>`;
}
