import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installedModels } from '../../src/engine/models/installed.ts';
import { modelsFolder } from '../../src/engine/userFolders.ts';
import { isSpeakableVoice } from '../../src/engine/narration/kokoro/languages.ts';
import { writeTinyKokoro } from '../../test/support/tinyKokoro.ts';
import { createBenchStory, makeCold, writeBenchStory, type BenchStory } from '../benchStory.ts';
import { runCommand } from '../commandRun.ts';
import type { BenchContext, Figure, Row } from '../context.ts';
import { canMeasureMemory } from '../processTree.ts';
import { median } from '../stats.ts';

const sentence =
  'The wind and the sun were disputing which was the stronger, when a traveller came along, wrapped in a warm cloak';

interface Speaker {
  /** As the table calls it. */
  name: string;
  voice: string;
  /** Where its model is; undefined for the embedded voice. */
  models?: string;
}

/**
 * How fast each engine speaks, and with how much memory: the embedded voice, and Kokoro with the model at hand. Where
 * none is installed the tiny model of the tests stands in: it shows what everything costs but the neural network itself.
 */
export const voicesRow: Row = async (context) => {
  const folder = join(context.folder, 'voices');
  const count = context.quick ? 4 : 12;
  const { pictures } = context;
  const story = await createBenchStory({ folder, segments: count, seconds: () => 0.1, pictures });
  story.segments.forEach((segment, i) => {
    delete segment.audioFile;
    segment.text = `Paragraph ${i + 1}. ${`${sentence}. `.repeat(1 + (i % 3))}`.trim();
  });
  const figures: Figure[] = [];
  for (const speaker of [{ name: 'espeak', voice: 'en-us' }, await kokoroAtHand(context)]) {
    story.settings = { voice: speaker.voice };
    await writeBenchStory(story);
    figures.push(...(await measure(context, story, speaker)));
  }
  await rm(folder, { recursive: true });
  return figures;
};

async function kokoroAtHand({ folder }: BenchContext): Promise<Speaker> {
  const [model] = await installedModels(modelsFolder());
  if (!model) {
    const models = await writeTinyKokoro(join(folder, 'tiny'));
    return { name: 'Kokoro, tiny stand-in (no model installed)', voice: 'af_heart', models };
  }
  const voices = model.files.flatMap(({ voice }) => (voice && isSpeakableVoice(voice) ? [voice] : []));
  const voice = voices.includes('af_heart') ? 'af_heart' : voices[0]!;
  return { name: model.name, voice, models: model.home };
}

async function measure(context: BenchContext, story: BenchStory, speaker: Speaker): Promise<Figure[]> {
  const { quick, say } = context;
  const [whole, further, first]: [number[], number[], number[]] = [[], [], []];
  let peakBytes = 0;
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    say(`${speaker.name}, round ${round + 1}`);
    const one = await narrate(story, speaker, ['--segment', await firstSegment(story)]);
    const all = await narrate(story, speaker, []);
    first.push(one.seconds);
    whole.push(all.seconds / all.speech);
    further.push((all.seconds - one.seconds) / (all.speech - one.speech));
    peakBytes = Math.max(peakBytes, all.peakBytes);
  }
  const figure = (what: string, samples: number[], unit: string): Figure => ({
    name: `${speaker.name}: ${what}`,
    value: median(samples),
    unit,
    samples,
  });
  const memory = { name: `${speaker.name}: peak memory`, value: peakBytes / 1e6, unit: 'MB' };
  return [
    figure('first paragraph, program start included', first, 's'),
    figure('real-time factor of the story', whole, 's/s'),
    figure('real-time factor after the first paragraph', further, 's/s'),
    ...(canMeasureMemory ? [memory] : []),
  ];
}

/** Speaks anew, with nothing at hand. */
async function narrate(story: BenchStory, { name, models }: Speaker, only: string[]) {
  await makeCold(story);
  const place = models === undefined ? [] : ['--models', models];
  const command = ['narrate', story.storyFile, '--no-tips', ...only, ...place];
  const run = await runCommand(command, { memory: canMeasureMemory });
  if (!run.done) throw new Error(`${name} failed: ${run.failure}`);
  const sounds = run.done['segments'] as { audio_duration: number }[];
  const speech = sounds.reduce((sum, sound) => sum + sound.audio_duration, 0);
  return { seconds: run.seconds, peakBytes: run.peakBytes, speech };
}

async function firstSegment({ storyFile }: BenchStory): Promise<string> {
  const { done, failure } = await runCommand(['status', storyFile]);
  if (!done) throw new Error(failure);
  return (done['segments'] as { id: string }[])[0]!.id;
}
