import { html, render } from 'lit-html';

/** The fixed places of the page; what stands in each is drawn by its view. */
export interface Shell {
  header: HTMLElement;
  stage: HTMLElement;
  cover: HTMLElement;
  facts: HTMLElement;
  /** Hidden unless a voice is being tried. */
  sample: HTMLElement;
  transport: HTMLElement;
  scroller: HTMLElement;
  /** As wide as the whole timeline. */
  canvas: HTMLElement;
  timeline: HTMLElement;
  details: HTMLElement;
}

export function createShell(root: HTMLElement): Shell {
  render(
    html`
      <header></header>
      <section class="stage" aria-label="Video"><div class="cover"></div></section>
      <div class="sample" hidden></div>
      <div class="facts"></div>
      <div class="transport"></div>
      <section class="scroller" aria-label="Timeline">
        <div class="canvas"><div class="timeline"></div></div>
      </section>
      <section class="details" aria-label="Selected segment"></section>
    `,
    root,
  );
  const find = (selector: string) => root.querySelector<HTMLElement>(selector)!;
  return {
    header: find('header'),
    stage: find('.stage'),
    cover: find('.cover'),
    facts: find('.facts'),
    sample: find('.sample'),
    transport: find('.transport'),
    scroller: find('.scroller'),
    canvas: find('.canvas'),
    timeline: find('.timeline'),
    details: find('.details'),
  };
}
