import type { ExportResult, Progress } from '../protocol.ts';
import type { WorkFolder } from '../storage/workFolder.ts';
import { readRecord, settle, transition, writeRecord, type RenderRecord } from './record.ts';
import { reasonLimit } from './recordSchema.ts';

/** Keeps the render record true while one export runs. */
export interface RecordKeeper {
  /** Written at most once a second: others only look now and then. */
  progress(progress: Progress): void;
  completed(result: ExportResult): Promise<void>;
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
  let lastWrite = performance.now();
  let writing = writeRecord(workFolder, record);

  async function end(last: RenderRecord): Promise<void> {
    await writing.catch(() => undefined);
    await writeRecord(workFolder, last);
  }

  await writing;
  return {
    progress(progress) {
      record = { ...record, progress, updated_at: new Date().toISOString() };
      if (performance.now() - lastWrite < 1000) return;
      lastWrite = performance.now();
      const current = record;
      // A record that cannot be written (disk full) must not end the export; its end will tell.
      writing = writing.then(() => writeRecord(workFolder, current)).catch(() => undefined);
    },
    completed: (result) =>
      end({
        ...transition(record, 'COMPLETED'),
        progress: { ...record.progress, percentage: 100, current_phase: 'Complete', seconds_left: 0 },
        result,
      }),
    failed: (reason) => end({ ...transition(record, 'FAILED'), reason: reason.slice(0, reasonLimit) }),
    cancelled: () => end(transition(record, before.result ? 'COMPLETED' : 'DRAFT')),
  };
}
