import { listVoices } from '../listVoices.ts';
import type { AddCommand } from './command.ts';
import { addToolOptions, type SharedOptions } from './options.ts';

export const addVoices: AddCommand = (program, execute) => {
  const command = program.command('voices').description('List the voices that can speak on this machine.');
  addToolOptions(command).action((options: SharedOptions) =>
    execute('voices', options, async () => {
      const voices = await listVoices({ modelFolder: options.models });
      const width = Math.max(...voices.map((voice) => voice.id.length));
      return {
        fields: { voices },
        text: voices
          .map((voice) =>
            [
              voice.id.padEnd(width),
              voice.engine.padEnd(6),
              voice.language.padEnd(8),
              [voice.name, voice.gender, voice.quality].filter((part) => part !== undefined).join(', '),
            ].join('  '),
          )
          .join('\n'),
      };
    }),
  );
};
