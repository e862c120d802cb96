import type { AbsentVoice, ListedVoice, VoicesAnswer } from '../protocol.ts';
import type { AddCommand } from './command.ts';
import { plural } from './export.ts';
import { addToolOptions, toolsOf, type SharedOptions } from './options.ts';

export const addVoices: AddCommand = (program, execute) => {
  const command = program
    .command('voices')
    .description('List the voices that can speak on this machine.')
    .option('--all', 'those too that cannot yet, with what to do');
  addToolOptions(command).action((options: SharedOptions & { all?: boolean }) =>
    execute('voices', options, async (run) => {
      const { howToGet, listVoices } = await import('../listVoices.ts');
      const list = await listVoices(toolsOf(run, options));
      return { fields: { ...list }, text: describe(list, options.all ? howToGet : undefined) };
    }),
  );
};

/** @param howToGet Given when the absent voices are to be listed too. */
function describe(
  { voices, absent, natural }: VoicesAnswer,
  howToGet: ((voice: AbsentVoice) => string) | undefined,
): string {
  const lines = voices.map((voice) => line(voice));
  if (howToGet) lines.push(...absent.map((voice) => `${line(voice)}  (${howToGet(voice)})`));
  if (natural.state === 'damaged') lines.push(natural.message);
  const wanting = absent.filter(({ lacks }) => lacks === 'model').length;
  if (!howToGet && wanting > 0)
    lines.push(
      `${plural(wanting, 'natural voice')} more with "storyflow models add"; "storyflow voices --all" lists them.`,
    );
  return lines.join('\n');
}

function line({ id, engine, language, name, gender, quality }: ListedVoice): string {
  const about = [name, gender, quality].filter((part) => part !== undefined).join(', ');
  return [id.padEnd(19), engine.padEnd(6), language.padEnd(8), about].join('  ');
}
