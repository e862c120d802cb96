import type { AddCommand } from './command.ts';
import { addToolOptions, storyPath, toolsOf, type SharedOptions } from './options.ts';

export const addPreview: AddCommand = (program, execute) => {
  const command = program
    .command('preview')
    .description('Make the copy of a story’s exported video that VS Code can play: with MP3 sound.')
    .argument('<story>', 'the story: a Markdown or text file');
  addToolOptions(command).action((story: string, options: SharedOptions) =>
    execute('preview', options, async (run) => {
      const { previewStory } = await import('../previewStory.ts');
      const request = { storyFile: storyPath(run, story), ...toolsOf(run, options) };
      const result = await previewStory(request, run.host.signal);
      return { fields: { ...result }, text: `Preview: ${result.preview_path}` };
    }),
  );
};
