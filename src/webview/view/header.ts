import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions.ts';
import { formatTimeLeft, plural } from '../format.ts';
import { icon, type IconName } from '../icons.ts';
import type { Badge, ExportButton, ViewState } from '../protocol.ts';

/** Title, status, and the export button with whatever its state has to say. */
export function header(view: ViewState, { send }: Actions): TemplateResult {
  return html`
    <div class="headline">
      <h1 title=${view.title}>${view.title}</h1>
      ${badge(view.badge)}
    </div>
    <div class="actions" role="group" aria-label="Export">${buttons(view.exportButton, view, send)}</div>
    <div class="notes" aria-live="polite">${notes(view, send)}</div>
    ${view.exportButton.kind === 'rendering' ? progress(view.exportButton) : nothing}
  `;
}

const badgeLabels: Record<Badge['kind'], string> = {
  draft: 'Draft',
  rendering: 'Rendering',
  completed: 'Completed',
  failed: 'Failed',
};

function badge({ kind, detail }: Badge): TemplateResult {
  return html`<span class="badge ${kind}" role="status" title=${detail ?? ''}
    ><span class="dot"></span><span class="hidden">Status: </span>${badgeLabels[kind]}</span
  >`;
}

type Send = Actions['send'];

function buttons(state: ExportButton, view: ViewState, send: Send): TemplateResult {
  const exporting = { click: () => send({ type: 'export' }) };
  switch (state.kind) {
    case 'ready':
      return html`${button('Export Video', 'film', exporting)}`;
    case 'notReady':
      return html`${button('Export Video', 'film', { ...exporting, disabled: true })}`;
    case 'rendering':
      return html`
        <vscode-button disabled>
          <span slot="start" class="spinner" aria-hidden="true"></span>Rendering…
        </vscode-button>
        ${
          state.canCancel
            ? button('Cancel', 'stop', { click: () => send({ type: 'cancel' }), secondary: true })
            : nothing
        }
      `;
    case 'failed':
      return html`
        ${view.video.kind === 'none' ? nothing : savers(send, true)}
        ${button('Retry Export', 'again', { ...exporting, disabled: state.blocked !== null })}
      `;
    case 'complete':
      return completeButtons(state, view, send);
  }
}

/** Of a video that is still right one wants a copy; of one that is out of date, a new one. */
function completeButtons(
  state: Extract<ExportButton, { kind: 'complete' }>,
  view: ViewState,
  send: Send,
): TemplateResult {
  const renew = state.stale || view.video.kind === 'unplayable';
  const again = button('Export Again', 'again', {
    click: () => send({ type: 'export' }),
    secondary: !renew,
    disabled: state.blocked !== null,
  });
  return renew ? html`${savers(send, true)}${again}` : html`${again}${savers(send, false)}`;
}

function savers(send: Send, secondary: boolean): TemplateResult {
  return html`
    ${button('Reveal', 'folder', { click: () => send({ type: 'reveal' }), secondary: true })}
    ${button('Save a Copy…', 'save', { click: () => send({ type: 'saveCopy' }), secondary })}
  `;
}

function button(
  label: string,
  iconName: IconName,
  options: { click: () => void; secondary?: boolean; disabled?: boolean },
): TemplateResult {
  return html`<vscode-button
    appearance=${options.secondary ? 'secondary' : 'primary'}
    ?disabled=${options.disabled ?? false}
    @click=${options.disabled ? nothing : options.click}
    >${icon(iconName, 'start')}${label}</vscode-button
  >`;
}

function notes({ exportButton: state, refusal }: ViewState, send: Send): TemplateResult | typeof nothing {
  if (refusal !== null) return untrusted(refusal, send);
  switch (state.kind) {
    case 'ready':
    case 'rendering':
      return nothing;
    case 'notReady':
      return blocked(state.blocked, state.problems, send);
    case 'complete':
      if (state.blocked !== null) return blocked(state.blocked, 1, send);
      return state.stale
        ? note('info', 'clock', 'The story has changed since this video was made.')
        : nothing;
    case 'failed':
      return html`
        ${note(
          'error',
          'error',
          state.reason,
          link('Show Log', () => send({ type: 'showLog' })),
        )}
        ${state.blocked === null ? nothing : blocked(state.blocked, 1, send)}
      `;
  }
}

/** Comes before everything else: without trust nothing that would be said helps. */
function untrusted(refusal: string, send: Send): TemplateResult {
  return note(
    'warning',
    'warning',
    refusal,
    link('Manage Workspace Trust', () => send({ type: 'manageTrust' })),
  );
}

function blocked(reason: string, problems: number, send: Send): TemplateResult {
  const show = () => send({ type: 'showProblems' });
  const label = problems > 1 ? `Show ${plural(problems, 'Problem')}` : 'Show Problems';
  return note('warning', 'warning', reason, problems > 0 ? link(label, show) : nothing);
}

function note(kind: string, iconName: IconName, text: string, more: unknown = nothing): TemplateResult {
  return html`<p class="note ${kind}">${icon(iconName)}<span>${text} ${more}</span></p>`;
}

function link(label: string, click: () => void): TemplateResult {
  return html`<button type="button" class="link" @click=${click}>${label}</button>`;
}

function progress(state: Extract<ExportButton, { kind: 'rendering' }>): TemplateResult {
  const now = state.progress;
  const phase = now?.current_phase ?? 'Starting…';
  const percentage = now ? `${now.percentage} %` : '';
  const count = now && now.current_segment > 0 ? `${now.current_segment} of ${now.total_segments}` : '';
  const left = now && now.seconds_left !== null ? formatTimeLeft(now.seconds_left) : '';
  // Several segments are worked on at once: where the phase names one, another number beside it would only confuse.
  const segments = count && !/\bsegment \d/i.test(phase) ? `Segment ${count}` : '';
  const facts = [segments, percentage, left].filter(Boolean).join(' · ');
  return html`
    <div class="progress">
      <div
        class="bar ${now ? '' : 'indeterminate'}"
        role="progressbar"
        aria-label="Export"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${now?.percentage ?? nothing}
        aria-valuetext=${[phase, facts].filter(Boolean).join(', ')}
      >
        <div class="done" .style=${`inline-size: ${now?.percentage ?? 0}%`}></div>
      </div>
      <div class="phase"><span>${phase}</span><span class="facts">${facts}</span></div>
    </div>
  `;
}
