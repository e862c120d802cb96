import type { AddCommand } from './command.ts';
import { addToolOptions, addVoiceOptions, storyRequest, type SharedOptions } from './options.ts';
import { addOutputOptions, outputWish, type OutputOptions } from './outputOptions.ts';
import { printableLine } from '../printable.ts';
import { diagnosticEvent } from '../protocol.ts';
import { plural } from './export.ts';

export const addCheck: AddCommand = (program, execute) => {
  const command = program
    .command('check')
    .description('Say everything that stands between a story and its video.')
    .argument('<story>', 'the story: a Markdown or text file')
    .option('--no-narrate', 'missing narration is a problem too');
  addToolOptions(addVoiceOptions(addOutputOptions(command))).action(
    (story: string, options: SharedOptions & OutputOptions & { narrate: boolean }) =>
      execute('check', options, async (run) => {
        const { checkStory } = await import('../checkStory.ts');
        const { project, problems } = await checkStory(
          {
            ...(await storyRequest(run, story, options)),
            ...outputWish(run, options),
            narrate: options.narrate,
          },
          run.host.signal,
        );
        for (const problem of problems) run.report(diagnosticEvent(problem));
        const warnings = problems.length === 0 ? '' : `, with ${plural(problems.length, 'remark')}`;
        return {
          fields: {
            ready: true,
            project_id: project.id,
            title: project.title,
            total_segments: project.segments.length,
          },
          text: `“${printableLine(project.title)}” is ready to export: ${plural(project.segments.length, 'segment')}${warnings}.`,
        };
      }),
  );
};
