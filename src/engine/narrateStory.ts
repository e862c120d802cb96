import { StoryFlowFailure } from './failure.ts';
import { openStory, requireFfmpeg, type StoryRequest } from './openStory.ts';
import type { EngineEvent } from './protocol.ts';
import type { Project, Segment } from './story/project.ts';
import { tellOfVoices } from './tellOfVoices.ts';

export interface NarrateRequest extends StoryRequest {
  /** Only these; undefined = all. */
  segmentIds?: readonly string[] | undefined;
  /** Speak again what has been spoken. */
  force: boolean;
  /** False: do not tell of the natural voices that there are. */
  tips?: boolean | undefined;
}

export interface NarratedSegment {
  id: string;
  /** Absolute path of a 48 kHz WAV. */
  audio_file: string;
  /** Seconds. */
  audio_duration: number;
  reused: boolean;
}

/**
 * Gives every chosen segment its sound.
 *
 * @throws StoryFlowFailure NOT_READY for an unknown id or voice, TOOL_MISSING, CANCELLED.
 */
export async function narrateStory(
  request: NarrateRequest,
  report: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<NarratedSegment[]> {
  const story = await openStory(request);
  try {
    requireFfmpeg(story);
    const { project, narration } = story;
    const segments = choose(project, request.segmentIds);
    await tellOfVoices(story, segments, request, report);
    const sounds: NarratedSegment[] = [];
    for (const [i, segment] of segments.entries()) {
      const progress = {
        current_segment: i + 1,
        total_segments: segments.length,
        percentage: Math.floor((100 * i) / segments.length),
        current_phase: `Narrating segment ${i + 1} of ${segments.length}`,
        seconds_left: null,
      };
      report({ event: 'progress', project_id: project.id, status: 'PROCESSING', progress, output_url: null });
      const sound = await narration.narrate(segment, signal, { force: request.force });
      sounds.push({
        id: segment.id,
        audio_file: sound.wavFile,
        audio_duration: sound.seconds,
        reused: sound.reused,
      });
    }
    return sounds;
  } finally {
    await story.close();
  }
}

function choose(project: Project, ids: readonly string[] | undefined): Segment[] {
  if (!ids) return project.segments;
  const known = new Map(project.segments.map((segment) => [segment.id, segment]));
  return ids.map((id) => {
    const segment = known.get(id);
    if (!segment) {
      throw new StoryFlowFailure(
        'NOT_READY',
        `The story has no segment with the id "${id}". "storyflow status" lists the ids.`,
      );
    }
    return segment;
  });
}
