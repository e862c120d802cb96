import type { AddCommand } from './command.ts';
import { storyPath, type SharedOptions } from './options.ts';

const did = {
  created: 'Wrote',
  refreshed: 'Brought up to date',
  unchanged: 'Nothing to change in',
} as const;

export const addInit: AddCommand = (program, execute) => {
  program
    .command('init')
    .description('Write the sidecar of a story, or bring its list of segments up to date.')
    .argument('<story>', 'the story: a Markdown or text file')
    .action((story: string, options: SharedOptions) =>
      execute('init', options, async (run) => {
        const { initStory } = await import('../initStory.ts');
        const { sidecarFile, outcome } = await initStory(storyPath(run, story));
        return {
          fields: { sidecar_path: sidecarFile, outcome },
          text: `${did[outcome]} ${sidecarFile}`,
        };
      }),
    );
};
