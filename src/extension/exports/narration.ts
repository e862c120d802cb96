import type { EngineEvent } from '../../engine/protocol.ts';
import type { Engine } from '../engine/engineClient.ts';
import { storyFlags } from '../settings.ts';

/** One spoken segment, as `narrate` reports it. */
export interface SpokenSegment {
  id: string;
  audio_file: string;
  /** Seconds. */
  audio_duration: number;
  reused: boolean;
}

export interface NarrateOptions {
  /** Only these; otherwise all that have no sound yet. */
  segmentIds?: readonly string[];
  /** Speak again what has been spoken. */
  force?: boolean;
  signal?: AbortSignal;
  onEvent?: (event: EngineEvent) => void;
}

/** Generates narration; the story's files must be saved. */
export async function narrate(
  engine: Engine,
  storyFile: string,
  { segmentIds, force, signal, onEvent }: NarrateOptions,
): Promise<SpokenSegment[]> {
  const only = (segmentIds ?? []).flatMap((id) => ['--segment', id]);
  const command = ['narrate', storyFile, ...only, ...(force ? ['--force'] : []), ...storyFlags(storyFile)];
  const done = await engine.run(command, { signal, onEvent });
  return Array.isArray(done['segments']) ? (done['segments'] as SpokenSegment[]) : [];
}
