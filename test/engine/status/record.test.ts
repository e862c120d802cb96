import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock } from '../../../src/engine/status/lock.ts';
import {
  emptyRecord,
  readRecord,
  readStatus,
  transition,
  writeRecord,
} from '../../../src/engine/status/record.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('render record', () => {
  const folder = temporaryFolder();

  it('knows only the transitions of the specification', () => {
    const processing = transition(emptyRecord('p'), 'PROCESSING');
    assert.equal(transition(transition(processing, 'FAILED'), 'PROCESSING').status, 'PROCESSING');
    assert.equal(transition(transition(processing, 'COMPLETED'), 'PROCESSING').status, 'PROCESSING');
    assert.throws(() => transition(emptyRecord('p'), 'COMPLETED'));
    assert.throws(() => transition(transition(processing, 'FAILED'), 'COMPLETED'));
  });

  it('forgets the reason of a failure when a new export starts', () => {
    const failed = { ...transition(transition(emptyRecord('p'), 'PROCESSING'), 'FAILED'), reason: 'no' };
    assert.equal(transition(failed, 'PROCESSING').reason, undefined);
  });

  it('says PROCESSING only while the process lives', async () => {
    const lock = await acquireLock(folder());
    await writeRecord(folder(), transition(emptyRecord('p'), 'PROCESSING'));
    assert.equal((await readStatus(folder(), 'p')).status, 'PROCESSING');
    await lock.release();
    const status = await readStatus(folder(), 'p');
    assert.equal(status.status, 'FAILED');
    assert.match(status.reason ?? '', /interrupted/);
  });

  it('reads damaged as draft', async () => {
    await writeFile(join(folder(), 'render.json'), '{"status":"COMPL');
    assert.equal((await readRecord(folder(), 'p')).status, 'DRAFT');
  });

  it('is a draft again when the video was deleted', async () => {
    const record = transition(transition(emptyRecord('p'), 'PROCESSING'), 'COMPLETED');
    await writeRecord(folder(), {
      ...record,
      result: {
        output_path: join(folder(), 'gone.mp4'),
        duration: 1,
        file_size: 1,
        exported_at: new Date().toISOString(),
        resolution_width: 2,
        resolution_height: 2,
        framerate: 30,
        segments: [],
        preview_path: null,
      },
    });
    const status = await readStatus(folder(), 'p');
    assert.deepEqual([status.status, status.output_url], ['DRAFT', null]);
  });
});
