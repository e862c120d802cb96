import type { ExportResult, Progress } from '../protocol.ts';
import type { WorkFolder } from '../storage/workFolder.ts';
import {
  prepareRecord,
  readRecord,
  settle,
  transition,
  writeRecord,
  type PreparedRecord,
  type RenderRecord,
} from './record.ts';
import { reasonLimit } from './recordSchema.ts';

/** Keeps the render record true while one export runs. */
export interface RecordKeeper {
  /** Written at most once a second: others only look now and then. */
  progress(progress: Progress): void;
  /** The record of a complete export, ready to be put in place with the video. @throws StoryFlowFailure disk full. */
  completing(result: ExportResult): Promise<PreparedRecord>;
  failed(reason: string): Promise<void>;
  /** Back to what the story was before this export. */
  cancelled(): Promise<void>;
}

/** Before: the caller holds the story's lock. After: the record says PROCESSING. */
export async function keepRecord(workFolder: WorkFolder, projectId: string): Promise<RecordKeeper> {
  // Our own lock makes a dead export's PROCESSING look alive: only we know better.
  const previous = await readRecord(workFolder.path, projectId);
  const before: RenderRecord =
    previous.status === 'PROCESSING'
      ? transition(previous, 'FAILED')
      : await settle(workFolder.path, previous);
  let record = transition(before, 'PROCESSING');
  let ended = false;
  let lastWrite = performance.now();
  let writing = writeRecord(workFolder, record);

  async function end(last: RenderRecord): Promise<PreparedRecord> {
    ended = true;
    await writing.catch(() => undefined);
    return await prepareRecord(workFolder, last);
  }

  async function endNow(last: RenderRecord): Promise<void> {
    await using prepared = await end(last);
    await prepared.commit();
  }

  await writing;
  return {
    progress(progress) {
      record = { ...record, progress, updated_at: new Date().toISOString() };
      if (ended || performance.now() - lastWrite < 1000) return;
      lastWrite = performance.now();
      const current = record;
      // A record that cannot be written (disk full) must not end the export; its end will tell.
      writing = writing.then(() => writeRecord(workFolder, current)).catch(() => undefined);
    },
    completing: (result) =>
      end({
        ...transition(record, 'COMPLETED'),
        progress: { ...record.progress, percentage: 100, current_phase: 'Complete', seconds_left: 0 },
        result,
      }),
    failed: (reason) => endNow({ ...transition(record, 'FAILED'), reason: reason.slice(0, reasonLimit) }),
    cancelled: () => endNow(transition(record, before.result ? 'COMPLETED' : 'DRAFT')),
  };
}
