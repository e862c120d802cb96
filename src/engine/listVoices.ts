import { catalogue } from './models/catalogue.ts';
import { installedModels } from './models/installed.ts';
import { modelsFolder } from './userFolders.ts';
import { isSpeakableVoice, languageOf } from './narration/kokoro/languages.ts';
import { byQuality, describeVoice } from './narration/kokoro/voiceList.ts';
import { createNarration } from './narration/narration.ts';
import type { Voice } from './narration/narrator.ts';
import type { AbsentVoice, VoicesAnswer } from './protocol.ts';
import { noFolder } from './storage/workFolder.ts';
import { cascade } from './story/settings.ts';

export async function listVoices({
  modelFolder,
  env,
}: {
  modelFolder?: string | undefined;
  env: NodeJS.ProcessEnv;
}): Promise<VoicesAnswer> {
  const folder = modelFolder ?? modelsFolder(env);
  const narration = createNarration({
    folder: noFolder,
    settings: cascade(),
    ffmpeg: 'ffmpeg',
    modelFolder: folder,
  });
  try {
    const [voices, natural, models] = await Promise.all([
      narration.voices(),
      narration.naturalVoices(),
      installedModels(folder),
    ]);
    const published = models.some(({ id }) => catalogue.some((model) => model.id === id));
    return { voices, absent: absentVoices(voices, published ? 'voice' : 'model'), natural };
  } finally {
    await narration.close();
  }
}

/** @param lacks what voices lack that could be fetched. */
function absentVoices(voices: readonly Voice[], lacks: AbsentVoice['lacks']): AbsentVoice[] {
  const there = new Set(voices.map(({ id }) => id));
  const published = new Set(catalogue.flatMap(({ files }) => files.flatMap(({ voice }) => voice ?? [])));
  return [...published]
    .filter((id) => !there.has(id))
    .map(describeVoice)
    .sort(byQuality)
    .map((voice): AbsentVoice => ({ ...voice, lacks: isSpeakableVoice(voice.id) ? lacks : 'phonemizer' }));
}

/** What to do that an absent voice can speak. */
export function howToGet({ id, lacks }: AbsentVoice): string {
  switch (lacks) {
    case 'model':
      return 'storyflow models add';
    case 'voice':
      return `storyflow models add --voices ${id}`;
    case 'phonemizer':
      return `not yet: StoryFlow has no phonemizer for ${languageOf(id).name}`;
  }
}
