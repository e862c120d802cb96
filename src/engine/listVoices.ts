import { tmpdir } from 'node:os';
import { catalogue } from './models/catalogue.ts';
import { modelsFolder } from './models/modelsFolder.ts';
import { isSpeakableVoice, languageOf } from './narration/kokoro/languages.ts';
import { byQuality, describeVoice } from './narration/kokoro/voiceList.ts';
import { createNarration } from './narration/narration.ts';
import type { Voice } from './narration/narrator.ts';
import type { NaturalVoices } from './narration/narrators.ts';
import { cascade } from './story/settings.ts';

/** A voice that exists but cannot speak on this machine now. */
export interface AbsentVoice extends Voice {
  /** The model has to be fetched, or this voice of it; or its language cannot be spoken yet. */
  lacks: 'model' | 'voice' | 'phonemizer';
}

export interface VoiceList {
  /** Those that can speak now: of an installed model, the best first, then the embedded ones. */
  voices: Voice[];
  absent: AbsentVoice[];
  /** How it stands with Kokoro's model. */
  natural: NaturalVoices;
}

export async function listVoices({
  modelFolder,
  env,
}: {
  modelFolder?: string | undefined;
  env: NodeJS.ProcessEnv;
}): Promise<VoiceList> {
  const narration = createNarration({
    workFolder: tmpdir(),
    settings: cascade(),
    ffmpeg: 'ffmpeg',
    modelFolder: modelFolder ?? modelsFolder(env),
  });
  try {
    const [voices, natural] = await Promise.all([narration.voices(), narration.naturalVoices()]);
    return { voices, absent: absentVoices(voices, natural), natural };
  } finally {
    await narration.close();
  }
}

function absentVoices(voices: readonly Voice[], { state }: NaturalVoices): AbsentVoice[] {
  const there = new Set(voices.map(({ id }) => id));
  const published = new Set(catalogue.flatMap(({ files }) => files.flatMap(({ voice }) => voice ?? [])));
  return [...published]
    .filter((id) => !there.has(id))
    .map((id): AbsentVoice => {
      const lacks = !isSpeakableVoice(id) ? 'phonemizer' : state === 'installed' ? 'voice' : 'model';
      return { ...describeVoice(id), lacks };
    })
    .sort(byQuality);
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
