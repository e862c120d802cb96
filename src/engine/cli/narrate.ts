import { relative } from 'node:path';
import type { AddCommand, CommandRun } from './command.ts';
import { plural } from './export.ts';
import {
  addTipsOption,
  addToolOptions,
  addVoiceOptions,
  storyRequest,
  type SharedOptions,
} from './options.ts';

interface NarrateOptions extends SharedOptions {
  segment?: string[];
  force?: boolean;
  tips: boolean;
}

export const addNarrate: AddCommand = (program, execute) => {
  const command = program
    .command('narrate')
    .description('Speak the segments that have no sound yet.')
    .argument('<story>', 'the story: a Markdown or text file')
    .option('--segment <id...>', 'only these segments (ids as "storyflow status" lists them)')
    .option('--force', 'speak again what has been spoken');
  addTipsOption(addToolOptions(addVoiceOptions(command))).action((story: string, options: NarrateOptions) =>
    execute('narrate', options, (run) => runNarrate(run, story, options)),
  );
};

async function runNarrate(run: CommandRun, story: string, options: NarrateOptions) {
  const { narrateStory } = await import('../narrateStory.ts');
  const sounds = await narrateStory(
    {
      ...(await storyRequest(run, story, options)),
      segmentIds: options.segment,
      force: options.force ?? false,
      tips: options.tips,
    },
    (event) => run.report(event),
    run.host.signal,
  );
  const made = sounds.filter((sound) => !sound.reused).length;
  return {
    fields: { segments: sounds },
    text: [
      ...sounds.map(
        (sound) =>
          `${sound.id}  ${sound.audio_duration.toFixed(2).padStart(7)} s  ${relative(run.host.cwd, sound.audio_file)}`,
      ),
      `${plural(sounds.length, 'segment')}, ${made} spoken now.`,
    ].join('\n'),
  };
}
