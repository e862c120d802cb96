import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { modelsFolder, userCacheFolder } from './userFolders.ts';
import { createNarration } from './narration/narration.ts';
import { placeSound, requireSoundPlace } from './output/placeSound.ts';
import { diskFailure } from './storage/diskFailure.ts';
import { makeScratchFolder } from './storage/scratchFolder.ts';
import { ownFolder } from './storage/workFolder.ts';
import { cascade } from './story/settings.ts';
import type { Segment } from './story/project.ts';
import { findFfmpeg } from './video/ffmpeg.ts';

export interface SayRequest {
  /** Undefined = a sentence in the voice's language, for trying the voice. */
  text?: string | undefined;
  voice: string;
  /** Rate, 1 = the voice's own. */
  speed: number;
  /** Absolute path of the WAV to write. */
  outputFile: string;
  /** Replace a file that is no WAV. */
  overwrite?: boolean | undefined;
  ffmpeg?: string | undefined;
  modelFolder?: string | undefined;
  env: NodeJS.ProcessEnv;
}

export interface Said {
  audio_file: string;
  /** Seconds. */
  audio_duration: number;
  voice: string;
  text: string;
}

/** What a voice is tried with, by the beginning of its language tag. */
const samples: Record<string, string> = {
  de: 'Es war einmal ein König, der hatte eine Tochter, die war über alle Maßen schön.',
  en: 'Once upon a time there was an old house by the sea, and nobody knew who lived in it.',
  es: 'Érase una vez una casa vieja junto al mar, y nadie sabía quién vivía en ella.',
  fr: 'Il était une fois une vieille maison au bord de la mer, et personne ne savait qui y vivait.',
  hi: 'एक समय की बात है, समुद्र के किनारे एक पुराना घर था।',
  it: 'C’era una volta una vecchia casa in riva al mare, e nessuno sapeva chi ci abitasse.',
  pt: 'Era uma vez uma casa velha à beira do mar, e ninguém sabia quem morava nela.',
};

/**
 * Speaks a text into a file, outside any story: for hearing a voice before choosing it.
 *
 * @throws StoryFlowFailure NOT_READY for a voice that cannot speak, TOOL_MISSING, CANCELLED, FAILED when the place holds
 * anything else than a WAV.
 */
export async function sayText(request: SayRequest, signal: AbortSignal): Promise<Said> {
  const { voice, speed, outputFile, overwrite = false, modelFolder, env } = request;
  await requireSoundPlace(outputFile, overwrite);
  const setting = request.ffmpeg === undefined ? {} : { setting: request.ffmpeg };
  const memoryFolder = userCacheFolder(request.env);
  const ffmpeg = await findFfmpeg({ ...setting, env: request.env, memoryFolder });
  await using temporary = await makeScratchFolder(tmpdir(), 'storyflow-say').catch((error: unknown) => {
    throw diskFailure(error, tmpdir());
  });
  const narration = createNarration({
    folder: ownFolder(temporary.path),
    settings: cascade(),
    ffmpeg: ffmpeg.path,
    modelFolder: modelFolder ?? modelsFolder(env),
  });
  try {
    const text = request.text ?? samples[(await narration.languageOf(voice)).slice(0, 2)] ?? samples['en']!;
    const sound = await narration.narrate({ ...blank, text, voice, speed }, signal);
    await placeSound(sound.wavFile, outputFile, overwrite).catch((error: unknown) => {
      throw diskFailure(error, dirname(outputFile));
    });
    return { audio_file: outputFile, audio_duration: sound.seconds, voice, text };
  } finally {
    await narration.close();
  }
}

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const blank: Omit<Segment, 'text' | 'voice' | 'speed'> = {
  id: 'sample',
  index: 0,
  range: nowhere,
  scene: undefined,
  imageFile: undefined,
  imageSource: undefined,
  imageOrigin: undefined,
  audioFile: undefined,
  audioOrigin: undefined,
  voiceOrigin: undefined,
  direction: undefined,
  zoom: 1,
};
