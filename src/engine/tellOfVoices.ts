import { catalogue } from './models/catalogue.ts';
import { defaultFiles } from './models/manifest.ts';
import { megabytes } from './models/megabytes.ts';
import { modelsFolder } from './userFolders.ts';
import { tellOnce } from './models/told.ts';
import { speaksLanguage } from './narration/kokoro/languages.ts';
import { isKokoroVoice } from './narration/kokoro/voiceId.ts';
import { isSpeakable } from './narration/words.ts';
import type { OpenStory, StoryRequest } from './openStory.ts';
import type { NoticeEvent } from './protocol.ts';
import type { Segment } from './story/project.ts';

/**
 * Tells a user whose story the embedded voice speaks, while no model is there, how to get a better one: once, until a
 * model is added or removed. Says nothing where Kokoro does not speak the story's language either.
 */
export async function tellOfVoices(
  { narration }: OpenStory,
  segments: readonly Segment[],
  {
    modelFolder,
    env,
    tips = true,
  }: Pick<StoryRequest, 'modelFolder' | 'env'> & { tips?: boolean | undefined },
  report: (event: NoticeEvent) => void,
): Promise<void> {
  if (!tips) return;
  const spoken = segments.filter(
    ({ audioFile, text, voice }) => audioFile === undefined && isSpeakable(text) && !isKokoroVoice(voice),
  );
  const languages = await Promise.all(
    [...new Set(spoken.map(({ voice }) => voice))].map((voice) => narration.languageOf(voice)),
  );
  if (!languages.some(speaksLanguage)) return;
  if ((await narration.naturalVoices()).state !== 'missing') return;
  if (!(await tellOnce(modelFolder ?? modelsFolder(env)))) return;
  const model = catalogue[0]!;
  const size = defaultFiles(model).reduce((sum, file) => sum + file.size, 0);
  report({
    event: 'notice',
    code: 'natural-voices-available',
    message: `The built-in voice speaks this story. A natural one, ${model.name}, is fetched once with "storyflow models add" (${megabytes(size)}) and then works offline. This is said only once.`,
  });
}
