import { showInformation } from '../ui/notices.ts';
import type { Command } from './command.ts';
import { storyTarget } from './target.ts';

export const cancelExport: Command = {
  name: 'cancelExport',
  async run(services, target) {
    const { exports, model } = services;
    const ours = model.stories().filter(({ file }) => {
      const state = exports.state(file);
      return state.status === 'PROCESSING' && state.canCancel;
    });
    // From the palette, with one export running, there is nothing to ask.
    const storyFile =
      target === undefined && ours.length === 1 ? ours[0]!.file : await storyTarget(services, target);
    if (storyFile === undefined) return;
    const state = exports.state(storyFile);
    if (state.status === 'PROCESSING' && !state.canCancel) {
      void showInformation(
        'This export was started elsewhere, in a terminal or another window: cancel it there.',
      );
    }
    exports.cancel(storyFile);
  },
};
