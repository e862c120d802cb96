import type { Command } from './command.ts';
import { storyTarget } from './target.ts';

export const openPreview: Command = {
  name: 'openPreview',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile !== undefined) await services.preview.open(storyFile);
  },
};
