import type { Problem } from '../../src/engine/problem.ts';
import type { AssetEvent, ExportResult } from '../../src/engine/protocol.ts';
import type { Project, Segment, Settings } from '../../src/engine/story/project.ts';
import type { FoundFiles } from '../../src/extension/preview/files.ts';
import type { StorySnapshot } from '../../src/extension/preview/host.ts';

/** A story of three segments: with a picture, with a picture, without one. */
export function project(folder = '/story'): Project {
  return {
    id: 'p',
    title: 'The Lighthouse',
    storyFile: `${folder}/lighthouse.md`,
    sidecarFile: `${folder}/lighthouse.storyflow.yaml`,
    hasSidecar: true,
    workFolder: `${folder}/.storyflow/lighthouse`,
    outputSetting: undefined,
    outputFile: `${folder}/output/lighthouse/final.mp4`,
    settings: { width: 1920, height: 1080, fps: 30 } as Settings,
    scenes: [],
    segments: ['a', 'b', 'c'].map((id, index) => segment(id, index, folder)),
  };
}

function segment(id: string, index: number, folder: string): Segment {
  const start = { line: index * 2, character: 0 };
  return {
    id,
    index,
    text: `Paragraph ${index + 1} tells of a ship that came home.`,
    range: { start, end: start },
    scene: undefined,
    imageFile: index < 2 ? `${folder}/images/${index + 1}.jpg` : undefined,
    imageSource: index < 2 ? 'folder' : undefined,
    imageOrigin: undefined,
    audioFile: undefined,
    audioOrigin: undefined,
    voiceOrigin: undefined,
    direction: undefined,
    zoom: 1.3,
    voice: 'en-us',
    speed: 1,
  };
}

export function snapshot(part: Partial<StorySnapshot>): StorySnapshot {
  return {
    project: project(),
    problems: [],
    assets: new Map(),
    exporting: { status: 'DRAFT' },
    refusal: undefined,
    ...part,
  };
}

export const foundNothing: FoundFiles = { video: undefined, stale: false, missingPictures: new Set() };

export function problem(code: string, segmentId?: string): Problem {
  const message = `${code} of ${segmentId ?? 'the story'}`;
  return { severity: 'error', code, message, ...(segmentId === undefined ? {} : { segmentId }) };
}

export function exportResult(ids = ['a', 'b', 'c'], folder = '/story'): ExportResult {
  return {
    output_path: `${folder}/output/lighthouse/final.mp4`,
    duration: ids.length * 3,
    file_size: 1e6,
    exported_at: new Date(2_000_000).toISOString(),
    resolution_width: 1920,
    resolution_height: 1080,
    framerate: 30,
    segments: ids.map((id, i) => ({ id, start: i * 3, duration: 3, frames: 90, reused: false })),
    preview_path: `${folder}/.storyflow/lighthouse/preview.mp4`,
  };
}

export function asset(id: string, part: Partial<AssetEvent> = {}): AssetEvent {
  return {
    event: 'asset',
    project_id: 'p',
    segment_id: id,
    thumbnail: null,
    sound: null,
    duration: null,
    peaks: null,
    ...part,
  };
}
