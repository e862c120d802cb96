import { tmpdir } from 'node:os';
import { createNarration } from './narration/narration.ts';
import type { Voice } from './narration/narrator.ts';
import { cascade } from './story/settings.ts';

/** All voices that can speak now: those that are embedded, and those of an installed model. */
export async function listVoices(options: { modelFolder?: string | undefined }): Promise<Voice[]> {
  const narration = createNarration({
    workFolder: tmpdir(),
    settings: cascade(),
    ffmpeg: 'ffmpeg',
    ...(options.modelFolder === undefined ? {} : { modelFolder: options.modelFolder }),
  });
  try {
    return await narration.voices();
  } finally {
    await narration.close();
  }
}
