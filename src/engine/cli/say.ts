import { resolve } from 'node:path';
import type { AddCommand } from './command.ts';
import { addToolOptions, addVoiceOptions, toolsOf, type SharedOptions } from './options.ts';

interface SayOptions extends SharedOptions {
  output: string;
  overwrite?: boolean;
}

export const addSay: AddCommand = (program, execute) => {
  const command = program
    .command('say')
    .description('Speak a text into a WAV file: to hear a voice before choosing it.')
    .argument('[text]', 'what to say (otherwise a sentence in the voice’s language)')
    .requiredOption('--output <file>', 'the WAV file to write')
    .option('--overwrite', 'replace what stands there, though it is no WAV');
  addToolOptions(addVoiceOptions(command)).action((text: string | undefined, options: SayOptions) =>
    execute('say', options, async (run) => {
      const { sayText } = await import('../sayText.ts');
      const said = await sayText(
        {
          text,
          voice: options.voice ?? 'en-us',
          speed: options.speed ?? 1,
          outputFile: resolve(run.host.cwd, options.output),
          overwrite: options.overwrite,
          ...toolsOf(run, options),
        },
        run.host.signal,
      );
      return {
        fields: { ...said },
        text: `${said.voice} speaks for ${said.audio_duration.toFixed(1)} s in ${said.audio_file}.`,
      };
    }),
  );
};
