import type { AddCommand, Answer, CommandRun } from './command.ts';
import { plural } from './export.ts';
import { addToolOptions, addVoiceOptions, storyRequest, type SharedOptions } from './options.ts';

export const addAssets: AddCommand = (program, execute) => {
  const command = program
    .command('assets')
    .description('Make thumbnails and waveforms of the segments, for editors that show them.')
    .argument('<story>', 'the story: a Markdown or text file');
  addToolOptions(addVoiceOptions(command)).action((story: string, options: SharedOptions) =>
    execute('assets', options, (run) => runAssets(run, story, options)),
  );
};

async function runAssets(run: CommandRun, story: string, options: SharedOptions): Promise<Answer> {
  const { listAssets } = await import('../listAssets.ts');
  const assets = await listAssets(
    await storyRequest(run, story, options),
    (event) => run.report(event),
    run.host.signal,
  );
  const pictures = assets.filter((asset) => asset.thumbnail !== null).length;
  const sounds = assets.filter((asset) => asset.sound !== null).length;
  return {
    fields: { total_segments: assets.length, pictures, sounds },
    text: `${plural(assets.length, 'segment')}: ${pictures} with a picture, ${sounds} narrated.`,
  };
}
