import { createHash } from 'node:crypto';
import type { Segment, Settings } from '../story/project.ts';
import { conditionVersion } from './condition.ts';
import { applyingEntries } from './lexicon.ts';

/** Raise it when speech, timings or their file change for reasons that no other part of a key shows. */
const narrationVersion = 1;

type LevelSettings = Pick<Settings, 'loudness' | 'truePeak' | 'trimSilence' | 'segmentPause'>;

/**
 * Name of a spoken segment's files: a hash of everything that is heard in them, and of nothing else.
 *
 * @param narrator the narrator's version.
 */
export function speechKey(
  segment: Pick<Segment, 'text' | 'voice' | 'speed'>,
  settings: LevelSettings & Pick<Settings, 'sentencePause' | 'lexicon'>,
  narrator: string,
): string {
  const { text, voice, speed } = segment;
  const lexicon = applyingEntries(text, settings.lexicon);
  return hash({
    narrator,
    text,
    voice: voice.trim(),
    speed,
    pause: settings.sentencePause,
    lexicon,
    ...level(settings),
  });
}

/** Name of a recording's files. The text counts because its words are timed. */
export function recordingKey(text: string, recording: string, settings: LevelSettings): string {
  return hash({ recording, text, ...level(settings) });
}

function level({ loudness, truePeak, trimSilence, segmentPause }: LevelSettings) {
  return { loudness, truePeak, trimSilence, segmentPause, versions: [narrationVersion, conditionVersion] };
}

function hash(parts: Record<string, unknown>): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
