import type { Command } from './command.ts';
import { exportedVideo } from './exportedVideo.ts';
import { revealFile } from './reveal.ts';
import { storyTarget } from './target.ts';

export const openOutputFolder: Command = {
  name: 'openOutputFolder',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return;
    await revealFile(await exportedVideo(services.exports, storyFile));
  },
};
