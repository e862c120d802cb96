import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { openRenderCache } from './cache/renderCache.ts';
import { StoryFlowFailure } from './failure.ts';
import { openStory, requireFfmpeg, type OpenStory, type StoryRequest } from './openStory.ts';
import type { ExportResult } from './protocol.ts';
import { acquireLock } from './status/lock.ts';
import { readRecord, readStatus, writeRecord } from './status/record.ts';
import type { Project } from './story/project.ts';
import { convertToPreview } from './video/preview.ts';

/**
 * Makes the preview of a story's last export, unless it is there, and notes it in the render record. An export may
 * begin meanwhile: the record is its own then.
 *
 * @returns The export's result, with its preview.
 * @throws StoryFlowFailure NOT_READY when there is no exported video, TOOL_MISSING, CANCELLED, FAILED.
 */
export async function previewStory(
  request: StoryRequest,
  signal: AbortSignal,
): Promise<ExportResult & { preview_path: string }> {
  const story = await openStory(request);
  try {
    const { project } = story;
    const { result } = await readStatus(project);
    if (!result) throw notExported(project);
    const { preview_path } = result;
    if (preview_path !== null) return { ...result, preview_path };
    const made = { ...result, preview_path: await convert(story, result.output_path, signal) };
    await note(story, made);
    return made;
  } finally {
    await story.close();
  }
}

async function convert(story: OpenStory, videoFile: string, signal: AbortSignal): Promise<string> {
  const { path: ffmpeg } = requireFfmpeg(story);
  const store = openRenderCache(story.workFolder);
  try {
    const key = await previewKey(videoFile);
    return await convertToPreview({ ffmpeg, videoFile, key, store, signal });
  } finally {
    await store.close();
  }
}

/** A video that was replaced or changed is another one. */
async function previewKey(videoFile: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(videoFile);
  return createHash('sha256')
    .update(JSON.stringify(['preview of', videoFile, size, mtimeMs, ino]))
    .digest('hex');
}

async function note({ project, workFolder }: OpenStory, made: ExportResult): Promise<void> {
  const lock = await acquireLock(workFolder).catch(() => undefined);
  if (!lock) return;
  try {
    const record = await readRecord(project.workFolder, project.id);
    const { output_path, exported_at } = record.result ?? {};
    const same = output_path === made.output_path && exported_at === made.exported_at;
    if (same) await writeRecord(workFolder, { ...record, result: made });
  } finally {
    await lock.release();
  }
}

function notExported({ storyFile }: Project): StoryFlowFailure {
  const name = basename(storyFile);
  return new StoryFlowFailure(
    'NOT_READY',
    `“${name}” has no exported video. Export it: storyflow export ${name}`,
  );
}
