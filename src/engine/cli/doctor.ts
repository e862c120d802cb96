import type { Finding } from '../examineMachine.ts';
import type { AddCommand } from './command.ts';
import { addToolOptions, toolsOf, type SharedOptions } from './options.ts';

const marks: Record<Finding['state'], string> = { ok: '✓', warning: '!', error: '✗' };

export const addDoctor: AddCommand = (program, execute) => {
  const command = program
    .command('doctor')
    .description('Look at what StoryFlow needs on this machine, and say what is missing.');
  addToolOptions(command).action((options: SharedOptions) =>
    execute('doctor', options, async (run) => {
      const { examineMachine } = await import('../examineMachine.ts');
      const findings = await examineMachine(toolsOf(run, options), run.host.signal);
      return {
        fields: { findings, ok: findings.every((finding) => finding.state !== 'error') },
        text: findings.map(({ state, name, message }) => `${marks[state]} ${name}: ${message}`).join('\n'),
      };
    }),
  );
};
