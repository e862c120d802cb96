import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ownName } from '../storage/ownMark.ts';
import { isOwnVideo } from '../output/ownVideo.ts';
import { isWithin, levelsBetween } from '../output/outputPlace.ts';
import { requireReplaceable } from '../storage/atomicWrite.ts';
import { diskFailure } from '../storage/diskFailure.ts';
import type { ExportResult, Progress, ProjectStatus, StatusAnswer } from '../protocol.ts';
import { readRegular } from '../storage/regularFile.ts';
import type { WorkFolder } from '../storage/workFolder.ts';
import { lockHolder } from './lock.ts';

/** What is remembered of a story's last export, in `.storyflow/NAME/render.json`. */
export interface RenderRecord {
  project_id: string;
  status: ProjectStatus;
  progress: Progress;
  /** Why the last export ended without a video; only with status FAILED. */
  reason?: string | undefined;
  /** The last complete export; kept through later failures, like the video itself. */
  result?: ExportResult | undefined;
  /** ISO 8601. */
  updated_at: string;
}

/** What a record is held against. */
export type RecordedProject = Parameters<typeof isOwnVideo>[0] & { workFolder: string };

/** Bytes; a segment takes about 150. */
const recordLimit = 64 * 1024 * 1024;

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

/**
 * Reads the record; a missing, damaged or impossible one reads as a draft's: the working folder is safe to delete, so
 * that is no problem of the writer's. What it says may still be untrue: only {@link readStatus} holds its paths against
 * the story.
 */
export async function readRecord(workFolder: string, projectId: string): Promise<RenderRecord> {
  const file = recordFile(workFolder);
  try {
    if (await isReached(dirname(workFolder), file)) {
      // The editor loads this file when it starts, and the schema brings a package.
      const { recordSchema } = await import('./recordSchema.ts');
      const value: unknown = JSON.parse((await readRegular(file, recordLimit)).toString('utf8'));
      return { ...recordSchema.parse(value), project_id: projectId };
    }
  } catch {
    // As good as none.
  }
  return emptyRecord(projectId);
}

/** A record that is written, but does not count yet. Disposed of without {@link commit} it is gone. */
export interface PreparedRecord extends AsyncDisposable {
  /** Puts it in place: for that the disk needs no more room. */
  commit(): Promise<void>;
}

/** @throws StoryFlowFailure when the disk is full or not writable, or something else stands in the place. */
export async function prepareRecord(workFolder: WorkFolder, record: RenderRecord): Promise<PreparedRecord> {
  const file = recordFile(workFolder.path);
  const temporary = `${file}.${ownName()}`;
  const remove = () => rm(temporary, { force: true });
  try {
    await workFolder.make();
    await requireReplaceable(file);
    await writeFile(temporary, JSON.stringify(record, null, 2) + '\n', { flag: 'wx' });
  } catch (error) {
    await remove();
    throw diskFailure(error, workFolder.path);
  }
  return { commit: () => rename(temporary, file), [Symbol.asyncDispose]: remove };
}

/**
 * Replaces the record; a reader sees the old one or the new one, never half of either.
 *
 * @throws StoryFlowFailure when the disk is full or not writable.
 */
export async function writeRecord(workFolder: WorkFolder, record: RenderRecord): Promise<void> {
  await using prepared = await prepareRecord(workFolder, record);
  await prepared.commit();
}

/**
 * The true state of a story: a record that says PROCESSING counts only while its process lives, its video only while it
 * is there and the story's own.
 */
export async function readStatus(project: RecordedProject): Promise<StatusAnswer> {
  const { workFolder, id } = project;
  const record = await settle(workFolder, await readRecord(workFolder, id));
  const result = record.result && (await confine(project, record.result));
  // Somebody deleted the video: the story is a draft again.
  const status = record.status === 'COMPLETED' && !result ? 'DRAFT' : record.status;
  return {
    project_id: id,
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

/** A result with nothing but the story's own files in it; undefined without its video. */
async function confine(project: RecordedProject, result: ExportResult): Promise<ExportResult | undefined> {
  if (!(await isOwnVideo(project, result.output_path))) return undefined;
  const { preview_path: preview } = result;
  const cache = join(project.workFolder, 'cache');
  const own =
    preview !== null && isWithin(cache, preview) && (await isReached(dirname(project.workFolder), preview));
  return { ...result, preview_path: own ? preview : null };
}

/** Whether a regular file is there, with nothing but ordinary folders on the way to it from `top`. */
async function isReached(top: string, file: string): Promise<boolean> {
  const folders = [top, ...levelsBetween(top, dirname(file))];
  for (const folder of folders)
    if (!(await lstat(folder).catch(() => undefined))?.isDirectory()) return false;
  return (await lstat(file).catch(() => undefined))?.isFile() ?? false;
}
