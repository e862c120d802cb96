import type { ExportState } from '../preview/host.ts';
import type { Readiness } from '../stories/readiness.ts';

export interface StatusBadge {
  name: 'Draft' | 'Rendering' | 'Completed' | 'Failed';
  icon: string;
  color: string;
  /** Beside the title. */
  words: string;
  /** On hover. */
  reason: string | undefined;
}

/** Draft grey, Rendering amber and turning, Completed green, Failed red. */
export function badgeOf(state: ExportState, { lacks }: Readiness): StatusBadge {
  switch (state.status) {
    case 'DRAFT':
      return {
        name: 'Draft',
        icon: 'circle-large-outline',
        color: 'storyflow.draft',
        words: words('Draft', lacks),
        reason: lacks || undefined,
      };
    case 'PROCESSING': {
      const { percentage, current_phase } = state.progress ?? { percentage: 0, current_phase: 'Starting' };
      const elsewhere = state.canCancel ? '' : ' (elsewhere)';
      return {
        name: 'Rendering',
        icon: 'sync~spin',
        color: 'storyflow.rendering',
        words: `Rendering ${percentage} %${elsewhere}`,
        reason: current_phase,
      };
    }
    case 'COMPLETED':
      return {
        name: 'Completed',
        icon: 'pass-filled',
        color: 'storyflow.completed',
        words: words('Completed', lacks),
        reason: lacks || undefined,
      };
    case 'FAILED':
      return {
        name: 'Failed',
        icon: 'error',
        color: 'storyflow.failed',
        words: words('Failed', lacks),
        reason: state.reason,
      };
  }
}

function words(name: string, lacks: string): string {
  return lacks === '' ? name : `${name} · ${lacks}`;
}
