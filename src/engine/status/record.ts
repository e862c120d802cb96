import { randomUUID } from 'node:crypto';
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFailure } from '../storage/diskFailure.ts';
import { makeFolders } from '../storage/folders.ts';
import type { ExportResult, Progress, ProjectStatus, StatusAnswer } from '../protocol.ts';
import { lockHolder } from './lock.ts';

/** What is remembered of a story's last export, in `.storyflow/NAME/render.json`. */
export interface RenderRecord {
  project_id: string;
  status: ProjectStatus;
  progress: Progress;
  /** Why the last export ended without a video; only with status FAILED. */
  reason?: string;
  /** The last complete export; kept through later failures, like the video itself. */
  result?: ExportResult;
  /** ISO 8601. */
  updated_at: string;
}

const allowed: Record<ProjectStatus, readonly ProjectStatus[]> = {
  DRAFT: ['PROCESSING'],
  PROCESSING: ['COMPLETED', 'FAILED', 'DRAFT'],
  COMPLETED: ['PROCESSING'],
  FAILED: ['PROCESSING'],
};

/**
 * The record after a change of status. A cancelled export leaves the story as it was: COMPLETED if it has a video,
 * DRAFT otherwise.
 *
 * @throws Error on a transition that the specification does not know: a programming error.
 */
export function transition(record: RenderRecord, status: ProjectStatus): RenderRecord {
  if (!allowed[record.status].includes(status)) {
    throw new Error(`a story cannot go from ${record.status} to ${status}`);
  }
  const { reason: _reason, ...rest } = record;
  return { ...rest, status, updated_at: new Date().toISOString() };
}

export function emptyRecord(projectId: string): RenderRecord {
  return {
    project_id: projectId,
    status: 'DRAFT',
    progress: { current_segment: 0, total_segments: 0, percentage: 0, current_phase: '', seconds_left: null },
    updated_at: new Date().toISOString(),
  };
}

/** Reads the record; a missing or damaged one reads as a draft's. */
export async function readRecord(workFolder: string, projectId: string): Promise<RenderRecord> {
  try {
    const value = JSON.parse(await readFile(recordFile(workFolder), 'utf8')) as RenderRecord;
    if (value.status in allowed && typeof value.progress === 'object')
      return { ...value, project_id: projectId };
  } catch {
    // Missing or damaged: the working folder is safe to delete, so this is no problem of the writer's.
  }
  return emptyRecord(projectId);
}

/** A record that is written, but does not count yet. Disposed of without {@link commit} it is gone. */
export interface PreparedRecord extends AsyncDisposable {
  /** Puts it in place: for that the disk needs no more room. */
  commit(): Promise<void>;
}

/** @throws StoryFlowFailure when the disk is full or not writable. */
export async function prepareRecord(workFolder: string, record: RenderRecord): Promise<PreparedRecord> {
  const temporary = `${recordFile(workFolder)}.${randomUUID()}`;
  const remove = () => rm(temporary, { force: true });
  try {
    await makeFolders(workFolder);
    await writeFile(temporary, JSON.stringify(record, null, 2) + '\n', { flag: 'wx' });
  } catch (error) {
    await remove();
    throw diskFailure(error, workFolder);
  }
  return { commit: () => rename(temporary, recordFile(workFolder)), [Symbol.asyncDispose]: remove };
}

/**
 * Replaces the record; a reader sees the old one or the new one, never half of either.
 *
 * @throws StoryFlowFailure when the disk is full or not writable.
 */
export async function writeRecord(workFolder: string, record: RenderRecord): Promise<void> {
  await using prepared = await prepareRecord(workFolder, record);
  await prepared.commit();
}

/** The true state of a story: a record that says PROCESSING counts only while its process lives. */
export async function readStatus(workFolder: string, projectId: string): Promise<StatusAnswer> {
  const record = await settle(workFolder, await readRecord(workFolder, projectId));
  const result = record.result && (await exists(record.result.output_path)) ? record.result : undefined;
  // Somebody deleted the video: the story is a draft again.
  const status = record.status === 'COMPLETED' && !result ? 'DRAFT' : record.status;
  return {
    project_id: projectId,
    status,
    progress: record.progress,
    output_url: result?.output_path ?? null,
    ...(status === 'FAILED' && record.reason !== undefined ? { reason: record.reason } : {}),
    ...(result ? { result } : {}),
  };
}

/** Turns the PROCESSING of a dead process into FAILED, with the reason. */
export async function settle(workFolder: string, record: RenderRecord): Promise<RenderRecord> {
  if (record.status !== 'PROCESSING' || (await lockHolder(workFolder))) return record;
  // It may have ended between the two reads.
  const again = await readRecord(workFolder, record.project_id);
  if (again.status !== 'PROCESSING') return again;
  return {
    ...transition(again, 'FAILED'),
    reason: 'The last export was interrupted before it finished. Export again: finished segments are reused.',
  };
}

export function recordFile(workFolder: string): string {
  return join(workFolder, 'render.json');
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
