import { narrate, type SpokenSegment } from '../exports/narration.ts';
import type { Services } from '../services.ts';
import { projectOf } from '../stories/storyModel.ts';
import { showInformation } from '../ui/notices.ts';
import type { Command } from './command.ts';
import { prepareEngine } from './prepare.ts';
import { segmentTarget, storyTarget } from './target.ts';
import { withEngineProgress } from './withEngineProgress.ts';

/** Speaks one segment, again if it was spoken before. */
export const generateNarration: Command = {
  name: 'generateNarration',
  async run(services, target) {
    const segment = await segmentTarget(services, target);
    if (!segment) return undefined;
    const { segments } = await projectOf(services.model, segment.storyFile);
    const index = segments.findIndex(({ id }) => id === segment.segmentId);
    return narrateWithProgress(services, segment.storyFile, `Narrating segment ${index + 1}`, {
      segmentIds: [segment.segmentId],
      force: true,
    });
  },
};

/** Speaks every segment that has no sound yet. */
export const generateAllNarration: Command = {
  name: 'generateAllNarration',
  async run(services, target) {
    const storyFile = await storyTarget(services, target);
    if (storyFile === undefined) return undefined;
    const { title } = await projectOf(services.model, storyFile);
    const sounds = await narrateWithProgress(services, storyFile, `Narrating “${title}”`, {});
    const made = sounds.filter(({ reused }) => !reused).length;
    const message =
      made === 0
        ? 'Every segment had its narration already.'
        : `${made} of ${sounds.length} segments narrated.`;
    void showInformation(message);
    return sounds;
  },
};

export async function narrateWithProgress(
  { engine, assets }: Services,
  storyFile: string,
  title: string,
  options: { segmentIds?: readonly string[]; force?: boolean },
): Promise<SpokenSegment[]> {
  await prepareEngine(storyFile);
  try {
    return await withEngineProgress(title, (signal, onEvent) =>
      narrate(engine, storyFile, { ...options, signal, onEvent }),
    );
  } finally {
    assets.refresh(storyFile);
  }
}
