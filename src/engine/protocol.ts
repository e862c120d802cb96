import type { Problem } from './problem.ts';

/**
 * What the engine says on stdout with `--json`: one {@link EngineEvent} a line (NDJSON). The same shapes are the
 * extension's API and the render record. Field names are the specification's (snake_case).
 *
 * Every run begins with `hello` and ends with exactly one `done` or `failed`.
 */
export const PROTOCOL_VERSION = 1;

export type ProjectStatus = 'DRAFT' | 'PROCESSING' | 'COMPLETED' | 'FAILED';

export interface HelloEvent {
  event: 'hello';
  protocol: number;
  /** StoryFlow's version. */
  version: string;
  command: string;
  pid: number;
}

export interface AcceptedEvent {
  event: 'accepted';
  /** `render_<project id>` */
  task_id: string;
  project_id: string;
  status: 'PROCESSING';
  total_segments: number;
  message: string;
}

export interface Progress {
  /** 1-based: "segment X of Y"; 0 before the first. */
  current_segment: number;
  total_segments: number;
  /** 0 to 100, whole, never falls. */
  percentage: number;
  /** In words: "Rendering segment 4 of 12". */
  current_phase: string;
  /** Estimated; null while nothing is known. */
  seconds_left: number | null;
}

export interface ProgressEvent {
  event: 'progress';
  project_id: string;
  status: 'PROCESSING';
  progress: Progress;
  output_url: null;
}

/** One problem of the writer's input; lines and columns are 0-based, as editors count. */
export interface DiagnosticEvent {
  event: 'diagnostic';
  severity: 'error' | 'warning' | 'info';
  code: string;
  message: string;
  file: string | null;
  range: {
    start: { line: number; character: number };
    end: { line: number; character: number };
  } | null;
  segment_id: string | null;
  suggestion: string | null;
}

/** Something worth knowing that is no problem; people see it once. */
export interface NoticeEvent {
  event: 'notice';
  /** `natural-voices-available`: the embedded voice speaks, and no model of a better one is installed. */
  code: string;
  message: string;
}

/** `assets STORY`: what a timeline or a tree shows of one segment; one event a segment, in story order. */
export interface AssetEvent {
  event: 'asset';
  project_id: string;
  segment_id: string;
  /** Absolute path of a small WebP of the picture; null when there is none or it cannot be read. */
  thumbnail: string | null;
  /** Absolute path of the segment's narration (WAV); null while it has not been made. */
  sound: string | null;
  /** Seconds of that sound. */
  duration: number | null;
  /** Base64 of {@link PEAKS_PER_SECOND} bytes a second: the loudest sample of each span, 255 = full scale. */
  peaks: string | null;
}

export const PEAKS_PER_SECOND = 50;

export interface ExportedSegment {
  id: string;
  /** Seconds from the start of the video. */
  start: number;
  /** Seconds; `frames / fps`. */
  duration: number;
  frames: number;
  /** True when the encoded segment came from the cache. */
  reused: boolean;
}

/** What `export` returns; also kept in the render record. */
export interface ExportResult {
  /** Absolute path of `final.mp4`. */
  output_path: string;
  /** Seconds. */
  duration: number;
  /** Bytes. */
  file_size: number;
  /** ISO 8601. When the story was read: what was changed later is not in the video. */
  exported_at: string;
  resolution_width: number;
  resolution_height: number;
  framerate: number;
  segments: ExportedSegment[];
  /** A copy with MP3 sound, for players without AAC (VS Code's webviews); null while nobody asked for it. */
  preview_path: string | null;
}

export interface DoneEvent {
  event: 'done';
  command: string;
  [field: string]: unknown;
}

export type ExportDoneEvent = DoneEvent & { command: 'export' } & ExportResult;

export interface FailedEvent {
  event: 'failed';
  /** One of `failure.ts`'s codes. */
  code: string;
  message: string;
  details: Record<string, unknown>;
}

export type EngineEvent =
  | HelloEvent
  | AcceptedEvent
  | ProgressEvent
  | DiagnosticEvent
  | NoticeEvent
  | AssetEvent
  | DoneEvent
  | FailedEvent;

/** "Not ready", as the specification words it; the `details` of `failed` with code `NOT_READY` hold it whole. */
export interface NotReady {
  error: 'Project not ready for rendering';
  details: { missing_images: string[]; missing_audio: string[]; message: string };
}

/** The answer of `status STORY`. */
export interface StatusAnswer {
  project_id: string;
  status: ProjectStatus;
  progress: Omit<Progress, 'seconds_left'> & { seconds_left?: number | null };
  /** Absolute path of the last complete video, or null. */
  output_url: string | null;
  /** Why the last export failed; only with status FAILED. */
  reason?: string;
  /** What the last complete export returned. */
  result?: ExportResult;
}

export interface ListedVoice {
  id: string;
  engine: 'espeak' | 'kokoro';
  name: string;
  /** BCP 47 tag. */
  language: string;
  gender?: 'female' | 'male' | undefined;
  /** The maker's own grade, A to F. */
  quality?: string | undefined;
}

/** A voice that exists but cannot speak on this machine now. */
export interface AbsentVoice extends ListedVoice {
  /** The model has to be fetched, or this voice of it; or its language cannot be spoken yet. */
  lacks: 'model' | 'voice' | 'phonemizer';
}

/** The answer of `voices`. */
export interface VoicesAnswer {
  /** Those that can speak now: of an installed model, the best first, then the embedded ones. */
  voices: ListedVoice[];
  absent: AbsentVoice[];
  /** How it stands with Kokoro's model; `damaged` says why. */
  natural: { state: 'installed' } | { state: 'missing' } | { state: 'damaged'; message: string };
}

/** One of the answer of `models list`. */
export interface ListedModel {
  id: string;
  name: string;
  description: string;
  licence: string;
  recommended: boolean;
  installed: boolean;
  /** Absolute path, where it is installed. */
  folder: string | null;
  voices: string[];
  /** Bytes. */
  size: number;
  /** Bytes of it that are there, of a download that was stopped too. */
  fetched: number;
}

export function diagnosticEvent(problem: Problem): DiagnosticEvent {
  return {
    event: 'diagnostic',
    severity: problem.severity,
    code: problem.code,
    message: problem.message,
    file: problem.file ?? null,
    range: problem.range ?? null,
    segment_id: problem.segmentId ?? null,
    suggestion: problem.suggestion ?? null,
  };
}

export function problemOfDiagnostic(event: DiagnosticEvent): Problem {
  const { severity, code, message, file, range, segment_id, suggestion } = event;
  return {
    severity,
    code,
    message,
    ...(file === null ? {} : { file }),
    ...(range === null ? {} : { range }),
    ...(segment_id === null ? {} : { segmentId: segment_id }),
    ...(suggestion === null ? {} : { suggestion }),
  };
}

const requiredFields: Record<EngineEvent['event'], Record<string, 'string' | 'number' | 'object'>> = {
  hello: { protocol: 'number', version: 'string', command: 'string', pid: 'number' },
  accepted: { task_id: 'string', project_id: 'string', total_segments: 'number', message: 'string' },
  progress: { project_id: 'string', progress: 'object' },
  diagnostic: { severity: 'string', code: 'string', message: 'string' },
  notice: { code: 'string', message: 'string' },
  asset: { project_id: 'string', segment_id: 'string' },
  done: { command: 'string' },
  failed: { code: 'string', message: 'string', details: 'object' },
};

/** Guards a line that crossed the process boundary. Returns undefined for anything that is not an event. */
export function parseEngineEvent(line: string): EngineEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('event' in value)) return undefined;
  const fields = Object.hasOwn(requiredFields, String(value.event))
    ? requiredFields[value.event as EngineEvent['event']]
    : undefined;
  if (!fields) return undefined;
  const record = value as Record<string, unknown>;
  for (const [name, type] of Object.entries(fields)) {
    if (typeof record[name] !== type || record[name] === null) return undefined;
  }
  return value as EngineEvent;
}
