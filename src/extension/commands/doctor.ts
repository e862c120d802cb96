import type * as vscode from 'vscode';
import { StoryFlowFailure } from '../../engine/failure.ts';
import { machineFlags } from '../settings.ts';
import { requireTrust } from '../trust.ts';
import { showInformation, showWarning } from '../ui/notices.ts';
import type { Command } from './command.ts';
import { withEngineProgress } from './withEngineProgress.ts';

/** Looks whether this machine has what an export needs; the findings go to the log. */
export const doctor: Command = {
  name: 'doctor',
  async run({ engine, log }) {
    requireTrust();
    const command = ['doctor', ...machineFlags()];
    try {
      const done = await withEngineProgress('StoryFlow looks at this machine', (signal) =>
        engine.run(command, { signal }),
      );
      const { event: _event, command: _command, ...findings } = done;
      log.info(`Doctor: ${JSON.stringify(findings, undefined, 2)}`);
      notice(showInformation('Everything that an export needs is there.', 'Show Details'), log);
      return findings;
    } catch (error) {
      if (!(error instanceof StoryFlowFailure) || error.code === 'CANCELLED') throw error;
      log.error(`Doctor: ${error.message}\n${JSON.stringify(error.details, undefined, 2)}`);
      notice(showWarning(error.message, 'Show Details'), log);
      return undefined;
    }
  },
};

function notice(button: Thenable<string | undefined>, log: vscode.LogOutputChannel): void {
  void button.then((pressed) => pressed && log.show());
}
