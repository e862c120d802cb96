import type { Services } from '../services.ts';
import { reorder } from '../stories/reorder.ts';
import type { Command } from './command.ts';
import { segmentTarget } from './target.ts';

/** Dragging for the keyboard. */
export const moveSegmentUp: Command = {
  name: 'moveSegmentUp',
  run: (services, target) => move(services, target, -1),
};

export const moveSegmentDown: Command = {
  name: 'moveSegmentDown',
  run: (services, target) => move(services, target, 1),
};

async function move(services: Services, target: unknown, by: number): Promise<void> {
  const segment = await segmentTarget(services, target);
  const index = segment && services.model.get(segment.storyFile)?.segments.get(segment.segmentId)?.index;
  if (index !== undefined) await reorder(services.model, segment!, index + by);
}
