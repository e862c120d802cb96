import type { Command } from 'commander';
import type { AddCommand } from './command.ts';

export interface ModelOptions {
  json?: boolean;
  models?: string;
  source?: string;
  manifest?: string;
  voices?: string;
}

type ModelAction = 'list' | 'add' | 'remove' | 'verify';

export const addModels: AddCommand = (program, execute) => {
  const group = program.command('models').description('Manage the models of natural voices.');
  const command = (action: ModelAction, argument: string, description: string): Command =>
    group
      .command(`${action} ${argument}`)
      .description(description)
      .option(
        '--models <folder>',
        'folder of all models (otherwise: STORYFLOW_MODELS, or the user’s data folder)',
      )
      .allowExcessArguments(false)
      .action((...given: unknown[]) => {
        // `--json` belongs to the group: every command of the program has it.
        const options = (given.at(-1) as Command).optsWithGlobals<ModelOptions>();
        const id = given.length > 2 ? (given[0] as string | undefined) : undefined;
        return execute(`models ${action}`, options, async (run) => {
          const actions = await import('./modelActions.ts');
          return actions[action](run, id, options);
        });
      });
  const own: [string, string] = [
    '--manifest <file>',
    'description of a model of your own: files, sizes, SHA-256',
  ];
  command('list', '', 'List the models that there are and those that are installed.').option(...own);
  command('add', '[id]', 'Fetch a model and its voices, or what is missing of it.')
    .option(
      '--source <place>',
      'mirror (URL) or folder with the files (otherwise: STORYFLOW_MODEL_SOURCE, or the publisher)',
    )
    .option(
      '--voices <ids>',
      'voices to fetch, separated by commas, or "all" (otherwise: all that can be spoken)',
    )
    .option(...own);
  command('remove', '<id>', 'Delete a model with its voices.');
  command('verify', '[id]', 'Compare every file with its published hash.');
};
