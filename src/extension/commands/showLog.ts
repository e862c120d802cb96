import type { Command } from './command.ts';

export const showLog: Command = {
  name: 'showLog',
  async run({ log }) {
    log.show();
  },
};
