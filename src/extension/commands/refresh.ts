import type { Command } from './command.ts';

/** Looks for stories again and reads them all. */
export const refresh: Command = {
  name: 'refresh',
  async run({ model, exports }) {
    await model.search();
    model.reload(model.stories().map(({ file }) => file));
    await Promise.all(model.stories().map(({ file }) => exports.refresh(file)));
  },
};
