import { dirname } from 'node:path';
import { StoryFlowFailure } from '../../engine/failure.ts';
import type { ExportState } from '../preview/host.ts';
import type { Command } from './command.ts';
import { revealFile } from './reveal.ts';
import { storyTarget } from './target.ts';

export const openOutputFolder: Command = {
  name: 'openOutputFolder',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return;
    const result = resultOf(services.exports.state(storyFile));
    if (!result) throw new StoryFlowFailure('FAILED', 'This story has not been exported yet.');
    await revealFile(result.output_path).catch(() => revealFile(dirname(result.output_path)));
  },
};

export function resultOf(state: ExportState) {
  return 'result' in state ? state.result : undefined;
}
