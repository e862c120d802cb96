import { existsSync } from 'node:fs';
import type { Command } from './command.ts';
import { narrateWithProgress } from './generateNarration.ts';
import { segmentTarget } from './target.ts';

/** Plays a segment's narration in the preview; what has none yet is spoken first. */
export const playNarration: Command = {
  name: 'playNarration',
  async run(services, target) {
    const segment = await segmentTarget(services, target);
    if (!segment) return;
    const known = services.assets.of(segment.storyFile).get(segment.segmentId)?.sound;
    // The working folder may have been deleted since.
    const sound = known && existsSync(known) ? known : await speak();
    if (sound !== undefined) await services.preview.listen(segment, sound);

    async function speak(): Promise<string | undefined> {
      const only = { segmentIds: [segment!.segmentId] };
      const [spoken] = await narrateWithProgress(services, segment!.storyFile, 'Narrating', only);
      return spoken?.audio_file;
    }
  },
};
