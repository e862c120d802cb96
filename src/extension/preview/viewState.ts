import { basename } from 'node:path';
import type { Problem } from '../../engine/problem.ts';
import type { ExportResult } from '../../engine/protocol.ts';
import type { Project, Segment } from '../../engine/story/project.ts';
import type { Badge, ExportButton, TimelineSegment, Video, ViewState } from '../../webview/protocol.ts';
import type { FoundFiles } from './files.ts';
import type { StorySnapshot } from './host.ts';
import type { Preparing } from './preparation.ts';

/** Everything that the webview shows, from everything that is known. */
export function viewState(
  snapshot: StorySnapshot,
  found: FoundFiles,
  selected: string | null,
  preparing: Preparing = { running: false },
): ViewState {
  const { project, exporting } = snapshot;
  const stale = isStale(snapshot, found);
  const video = videoState(snapshot, found, preparing, stale);
  return {
    title: project.title,
    badge: badge(exporting),
    exportButton: exportButton(snapshot, stale),
    video,
    aspect: project.settings.width / project.settings.height,
    scenes: project.scenes.map(({ title, firstSegment }) => ({ title, firstSegment })),
    segments: project.segments.map((segment) => timelineSegment(segment, snapshot, found)),
    selected,
    refusal: snapshot.refusal ?? null,
  };
}

/** The last complete export, whatever came after it. */
export function resultOf({ exporting }: StorySnapshot): ExportResult | undefined {
  return exporting.status === 'DRAFT' ? undefined : exporting.result;
}

function badge(exporting: StorySnapshot['exporting']): Badge {
  switch (exporting.status) {
    case 'DRAFT':
      return { kind: 'draft', detail: 'Not exported yet' };
    case 'PROCESSING':
      return { kind: 'rendering', detail: exporting.progress?.current_phase ?? 'Starting' };
    case 'COMPLETED':
      return { kind: 'completed', detail: exporting.result.output_path };
    case 'FAILED':
      return { kind: 'failed', detail: exporting.reason };
  }
}

function exportButton(snapshot: StorySnapshot, stale: boolean): ExportButton {
  const { exporting } = snapshot;
  const blocked = whyBlocked(snapshot);
  switch (exporting.status) {
    case 'PROCESSING':
      return { kind: 'rendering', progress: exporting.progress ?? null, canCancel: exporting.canCancel };
    case 'COMPLETED':
      return { kind: 'complete', blocked, stale };
    case 'FAILED':
      return { kind: 'failed', reason: exporting.reason, blocked };
    case 'DRAFT':
      return blocked === null
        ? { kind: 'ready' }
        : { kind: 'notReady', blocked, problems: errorsOf(snapshot).length };
  }
}

function errorsOf({ problems }: StorySnapshot): Problem[] {
  return problems.filter((problem) => problem.severity === 'error');
}

/** One sentence for under the button: the refusal, or which segments are in trouble, or the first problem. */
export function whyBlocked(snapshot: StorySnapshot): string | null {
  if (snapshot.refusal !== undefined) return snapshot.refusal;
  const errors = errorsOf(snapshot);
  const first = errors[0];
  if (!first) {
    return snapshot.project.segments.length === 0
      ? 'The story has no paragraphs yet: write the first one.'
      : null;
  }
  if (errors.length === 1) return first.message;
  const withoutPicture = segmentNumbers(snapshot.project, errors, /picture|image/);
  if (withoutPicture.length === errors.length) {
    return `Pictures are missing for segments ${listed(withoutPicture)}.`;
  }
  return `${first.message} (and ${errors.length - 1} more ${errors.length === 2 ? 'problem' : 'problems'})`;
}

function segmentNumbers(project: Project, problems: readonly Problem[], code: RegExp): number[] {
  const numberOf = new Map(project.segments.map((segment) => [segment.id, segment.index + 1]));
  const numbers = problems
    .filter((problem) => code.test(problem.code) && problem.segmentId !== undefined)
    .map((problem) => numberOf.get(problem.segmentId!));
  return [...new Set(numbers.filter((one) => one !== undefined))].sort((a, b) => a - b);
}

/** `3, 7 and 9`; of many only the first five. */
function listed(numbers: readonly number[]): string {
  if (numbers.length > 6) return `${numbers.slice(0, 5).join(', ')} and ${numbers.length - 5} more`;
  const last = numbers.at(-1);
  return numbers.length < 2 ? String(last) : `${numbers.slice(0, -1).join(', ')} and ${last}`;
}

function videoState(snapshot: StorySnapshot, found: FoundFiles, preparing: Preparing, stale: boolean): Video {
  const result = resultOf(snapshot);
  if (!result) return { kind: 'none' };
  if (found.video === undefined) {
    const reason = preparing.failure ?? snapshot.refusal ?? null;
    return preparing.running ? { kind: 'preparing' } : { kind: 'unplayable', reason };
  }
  return {
    kind: 'ready',
    source: found.video,
    duration: result.duration,
    fileSize: result.file_size,
    width: result.resolution_width,
    height: result.resolution_height,
    fps: result.framerate,
    exportedAt: Date.parse(result.exported_at),
    stale,
    segments: result.segments.map(({ id, start, duration }) => ({ id, start, duration })),
  };
}

/** The story is no longer what was exported. */
function isStale(snapshot: StorySnapshot, found: FoundFiles): boolean {
  const result = resultOf(snapshot);
  return result !== undefined && (found.stale || !sameSegments(result, snapshot.project));
}

function sameSegments(result: ExportResult, project: Project): boolean {
  return (
    result.segments.length === project.segments.length &&
    result.segments.every(({ id }, index) => id === project.segments[index]?.id)
  );
}

const EXCERPT_LENGTH = 160;

function timelineSegment(segment: Segment, { assets }: StorySnapshot, found: FoundFiles): TimelineSegment {
  const known = assets.get(segment.id)?.duration ?? undefined;
  const { imageFile } = segment;
  return {
    id: segment.id,
    excerpt: segment.text.slice(0, EXCERPT_LENGTH),
    duration: known ?? estimatedSeconds(segment),
    estimated: known === undefined,
    picture: imageFile === undefined ? 'none' : found.missingPictures.has(imageFile) ? 'missing' : 'ok',
    pictureName: imageFile === undefined ? null : basename(imageFile),
    recorded: segment.audioFile !== undefined,
  };
}

/** Reading aloud takes about 14 characters a second in most alphabets; a guess until there is sound. */
export function estimatedSeconds({ text, speed }: Pick<Segment, 'text' | 'speed'>): number {
  return Math.max(1, text.length / 14 / speed + 0.5);
}
