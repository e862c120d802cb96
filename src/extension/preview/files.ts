import { stat } from 'node:fs/promises';
import type { Problem } from '../../engine/problem.ts';
import type { ExportResult } from '../../engine/protocol.ts';
import type { Project } from '../../engine/story/project.ts';

/** What is on disk beside what the extension knows. */
export interface FoundFiles {
  /** The preview's webview URI; undefined when the last result has none, or its file is not there. */
  video: string | undefined;
  /** The story, a picture or a recording is newer than the last export. */
  stale: boolean;
  /** Absolute paths of pictures that are named but not there. */
  missingPictures: ReadonlySet<string>;
}

export async function findFiles(
  project: Project,
  result: ExportResult | undefined,
  toUri: (file: string) => string,
): Promise<FoundFiles> {
  const sources = sourceFiles(project);
  const times = new Map(
    await Promise.all(sources.map(async (file) => [file, await modifiedTime(file)] as const)),
  );
  const video = result?.preview_path ? await versioned(result.preview_path, toUri) : undefined;
  const newest = Math.max(0, ...[...times.values()].map((time) => time ?? 0));
  const pictures = project.segments.map((segment) => segment.imageFile).filter((file) => file !== undefined);
  return {
    video,
    stale: result !== undefined && newest > Date.parse(result.exported_at),
    missingPictures: new Set(pictures.filter((file) => times.get(file) === undefined)),
  };
}

/**
 * The same where nothing may be looked at that a file of the workspace names: what reading the story has found is all
 * that is known.
 */
export function filesUnseen({ segments }: Project, problems: readonly Problem[]): FoundFiles {
  const missing = new Set(
    problems.filter(({ code }) => code === 'picture-missing').map(({ segmentId }) => segmentId),
  );
  const pictures = segments.filter(({ id }) => missing.has(id)).map(({ imageFile }) => imageFile);
  return {
    video: undefined,
    stale: false,
    missingPictures: new Set(pictures.filter((file) => file !== undefined)),
  };
}

/** Its webview URI with a query that changes when the file does, or undefined if it is not there. */
export async function versioned(file: string, toUri: (file: string) => string): Promise<string | undefined> {
  try {
    const { mtimeMs, size } = await stat(file);
    return `${toUri(file)}?v=${Math.round(mtimeMs)}-${size}`;
  } catch {
    return undefined;
  }
}

/** Everything that a video is made from, each once. */
function sourceFiles(project: Project): string[] {
  const named = project.segments.flatMap(({ imageFile, audioFile }) => [imageFile, audioFile]);
  const all = [project.storyFile, project.sidecarFile, ...named];
  return [...new Set(all.filter((file) => file !== undefined))];
}

async function modifiedTime(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return undefined;
  }
}
