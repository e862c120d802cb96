import { openSegment } from '../stories/editorSelection.ts';
import type { Command } from './command.ts';
import { segmentTarget } from './target.ts';

export const revealSegment: Command = {
  name: 'revealSegment',
  async run(services, target) {
    const segment = await segmentTarget(services, target);
    if (!segment) return;
    services.selection.set(segment, 'command');
    await openSegment(segment, services.model, { preserveFocus: false });
  },
};
